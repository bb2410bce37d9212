"""dbt's test results in the common form, each failure with what it found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from orchestration.defs.quality.results import (
    ERROR,
    FAILED,
    PASSED,
    SKIPPED,
    WARNED,
    WARNING,
    CheckResult,
)

STATUS = {"pass": PASSED, "warn": WARNED, "fail": FAILED, "error": FAILED, "skipped": SKIPPED}
EXAMPLE_ROWS = 3
EXAMPLE_CHARACTERS = 240


def dbt_check_results(target: Path, warehouse: Path) -> list[CheckResult]:
    """One result a data test of the last build; failures show rows that the test found."""
    nodes = _nodes(target)
    return [
        _check_result(nodes.get(result["unique_id"], {}), result, target, warehouse)
        for result in run_results(target)
        if result["unique_id"].startswith("test.")
    ]


def failed_models(target: Path) -> Iterator[str]:
    """A line for each model or seed that could not be built."""
    nodes = _nodes(target)
    for result in run_results(target):
        if result["status"] == "error" and not result["unique_id"].startswith("test."):
            node = nodes.get(result["unique_id"], {})
            file = node.get("original_file_path", result["unique_id"])
            yield f"{node.get('name')} ({file}): {result.get('message')}"


def _check_result(node: dict[str, Any], result: dict[str, Any], target: Path, warehouse: Path) -> CheckResult:
    status = STATUS.get(result["status"], FAILED)
    severity = (node.get("config") or {}).get("severity", "error").lower()
    return CheckResult(
        name=node.get("name", result["unique_id"]),
        table=_table(node),
        kind="dbt_test",
        severity=WARNING if severity == "warn" else ERROR,
        status=status,
        message=_message(node, result, target, warehouse) if status in (FAILED, WARNED) else "",
    )


def _table(node: dict[str, Any]) -> str:
    attached = node.get("attached_node") or next(iter((node.get("depends_on") or {}).get("nodes", [])), "")
    return str(attached).split(".")[-1]


def _message(node: dict[str, Any], result: dict[str, Any], target: Path, warehouse: Path) -> str:
    place = _table(node)
    if node.get("column_name"):
        place += f" · column {node['column_name']}"
    meaning = node.get("description") or node.get("name", "")
    if result["status"] == "error":
        return f"{place}: test {node.get('name')} could not run: {result.get('message')}"
    found = f"{result.get('failures')} rows fail" if result.get("failures") else "fails"
    sql = result.get("compiled_code") or ""
    examples = _examples(sql, warehouse)
    shown = f", for example {examples}" if examples else ""
    where = target / "compiled" / "empathy_warehouse" / node.get("original_file_path", "")
    return f"{place}: {meaning}: {found}{shown}. All rows: run the SQL under {where}."


def _examples(sql: str, warehouse: Path) -> str:
    """First rows that a failed test selects; empty when they cannot be read again."""
    if not sql:
        return ""
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            found = con.execute(f"select * from ({sql}) as failing limit {EXAMPLE_ROWS}")
            names = [column[0] for column in found.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except duckdb.Error:
        return ""
    text = "; ".join(", ".join(f"{k}={v}" for k, v in row.items()) for row in rows)
    return text if len(text) <= EXAMPLE_CHARACTERS else text[: EXAMPLE_CHARACTERS - 3] + "..."


def run_results(target: Path) -> list[dict[str, Any]]:
    """What dbt wrote about each node of its last build; empty when it ended before that."""
    file = target / "run_results.json"
    if not file.exists():
        return []
    results: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["results"]
    return results


def _nodes(target: Path) -> dict[str, Any]:
    content = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes: dict[str, Any] = content["nodes"]
    return nodes
