"""Runs suites over one DuckDB file and says in words what failed.

Belongs to the check process: imports Great Expectations.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig

from orchestration.defs.landing.contract import Contract
from orchestration.defs.quality import dialect
from orchestration.defs.quality.quarantine_rules import (
    QUARANTINE_SCHEMA,
    quarantine_rules,
)
from orchestration.defs.quality.raw_rules import RawTable, contract_rules
from orchestration.defs.quality.results import (
    ERROR,
    FAILED,
    SKIPPED,
    WARNING,
    CheckResult,
    status_of,
    suite_names,
)
from orchestration.defs.quality.rules import Rule, combined

RAW, BUILT = "raw", "built"
RAW_PREFIX, MARTS_PREFIX = "raw_", "marts_"


@dataclass(frozen=True)
class TableSuite:
    """name: of the suite; relation: schema.table; rules: None when the table is absent."""

    name: str
    relation: str
    rules: tuple[Rule, ...] | None

    @property
    def groups(self) -> list[tuple[Rule, ...]]:
        """Rules by expectation: each ready-made one for itself, queries together by severity."""
        rules = self.rules or ()
        queries = [
            tuple(r for r in rules if r.expectation is None and r.severity == severity) for severity in (ERROR, WARNING)
        ]
        return [*((r,) for r in rules if r.expectation is not None), *(q for q in queries if q)]


@dataclass(frozen=True)
class StageRun:
    """results: what is to be told at once; write_docs: draws the Data Docs, which takes longer."""

    results: list[CheckResult]
    write_docs: Callable[[], None]


def run_suites(
    warehouse: Path,
    stage: str,
    contract: Contract,
    docs_dir: Path,
    memory_limit: str,
    now: datetime | None = None,
) -> StageRun:
    """Check all tables of a stage ('raw' before dbt, 'built' after it).

    Tables that the file does not hold give one result each, status skipped. The file is released
    when this returns.
    """
    columns = _relations(warehouse)
    moment = now or datetime.now(UTC).replace(tzinfo=None)
    if stage == RAW:
        suites = list(_raw_suites(contract, columns, moment))
    else:
        suites = [*_quarantine_suites(contract, columns), *_mart_suites(columns)]
    skipped = [
        CheckResult(suite.name, suite.relation, "gx", ERROR, SKIPPED, "the table is absent.")
        for suite in suites
        if suite.rules is None
    ]
    present = [suite for suite in suites if suite.rules]
    run = _validate(warehouse, stage, present, docs_dir, memory_limit)
    return StageRun(skipped + run.results, run.write_docs)


def _relations(warehouse: Path) -> dict[str, dict[str, str]]:
    """{schema.table: {lower-case column: type}} of all relations in the file."""
    relations: dict[str, dict[str, str]] = {}
    with duckdb.connect(str(warehouse), read_only=True) as con:
        rows = con.execute(
            "select schema_name || '.' || table_name, lower(column_name), data_type "
            "from duckdb_columns() where not internal order by column_index"
        ).fetchall()
    for relation, column, data_type in rows:
        relations.setdefault(relation, {})[column] = data_type
    return relations


def _raw_suites(contract: Contract, relations: dict[str, dict[str, str]], now: datetime) -> Iterator[TableSuite]:
    modules = suite_names(RAW_PREFIX)
    for table in contract.tables:
        name = f"{table.schema}_{table.name}"
        relation = f"{table.schema}.{table.name}"
        if relation not in relations:
            yield TableSuite(name, relation, None)
            continue
        raw = RawTable(table, relations[relation], frozenset(relations), now)
        rules = _module(name).rules(raw) if name in modules else contract_rules(raw)
        yield TableSuite(name, relation, tuple(rules))


def _mart_suites(relations: dict[str, dict[str, str]]) -> Iterator[TableSuite]:
    for name in suite_names(MARTS_PREFIX):
        relation = "marts." + name.removeprefix(MARTS_PREFIX)
        rules = tuple(_module(name).rules()) if relation in relations else None
        yield TableSuite(name, relation, rules)


def _quarantine_suites(contract: Contract, relations: dict[str, dict[str, str]]) -> Iterator[TableSuite]:
    for table in contract.tables:
        raw = f"{table.schema}.{table.name}"
        relation = f"{QUARANTINE_SCHEMA}.{table.source}_{table.name}"
        if raw in relations and relation in relations:
            yield TableSuite(relation.replace(".", "_"), relation, quarantine_rules(table))


def _module(name: str) -> Any:
    return importlib.import_module(f"orchestration.defs.quality.suites.{name}")


def _validate(warehouse: Path, stage: str, suites: list[TableSuite], docs_dir: Path, memory_limit: str) -> StageRun:
    if not suites:
        return StageRun([], lambda: None)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    context.add_data_docs_site(
        "local",
        {
            "class_name": "SiteBuilder",
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(docs_dir / stage),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    source = context.data_sources.add_sql(
        "warehouse",
        connection_string=dialect.connection_string(warehouse, memory_limit),
        create_temp_table=False,
    )
    try:
        definitions = []
        for suite in suites:
            asset = source.add_table_asset(suite.relation, table_name=suite.relation)
            batch = asset.add_batch_definition_whole_table("all")
            expectations = []
            for number, group in enumerate(suite.groups):
                expectation = group[0].expectation or combined(group, group[0].severity)
                expectation.meta = {"group": number}
                expectations.append(expectation)
            kept = context.suites.add(gx.ExpectationSuite(suite.relation, expectations=expectations))
            definitions.append(
                context.validation_definitions.add(gx.ValidationDefinition(name=suite.relation, data=batch, suite=kept))
            )
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name=stage,
                validation_definitions=definitions,
                result_format={
                    "result_format": "SUMMARY",
                    "partial_unexpected_count": 3,
                },
            )
        )
        run = checkpoint.run()
    finally:
        _release(source)
    by_relation = {suite.relation: suite for suite in suites}
    with duckdb.connect(str(warehouse), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        results = [
            result
            for validation in run.run_results.values()
            for outcome in validation.results
            for result in _results(by_relation[validation.suite_name], outcome, con)
        ]
    return StageRun(results, lambda: _write_docs(context))


def _write_docs(context: Any) -> None:
    context.build_data_docs()


def _release(source: Any) -> None:
    """Let go of the file: Great Expectations holds it through two engines of its own."""
    engine = source.get_execution_engine()
    engine.close()
    engine.engine.dispose()
    if source._engine is not None:
        source._engine.dispose()


def _results(suite: TableSuite, outcome: Any, warehouse: duckdb.DuckDBPyConnection) -> Iterator[CheckResult]:
    """One result a rule of the expectation."""
    group = suite.groups[outcome.expectation_config.meta["group"]]
    reason = _exception(outcome)
    rows = [] if reason else _failing_rows(suite, outcome, warehouse)
    for number, rule in enumerate(group):
        name = f"{suite.name}.{rule.name}"
        if reason:
            message = f"{suite.relation}: the check could not run: {reason}"
            yield CheckResult(name, suite.relation, "gx", ERROR, FAILED, message)
            continue
        failing = [row for row in rows if row.get("rule", 0) == number]
        message = " ".join(_sentence(suite.relation, rule, row) for row in failing)
        status = status_of(not failing, rule.severity)
        yield CheckResult(name, suite.relation, "gx", rule.severity, status, message)


def _exception(outcome: Any) -> str | None:
    """What kept the expectation from running; Great Expectations nests it by metric."""
    info = outcome.exception_info or {}
    raised = [info, *(value for value in info.values() if isinstance(value, dict))]
    return next((str(one["exception_message"]) for one in raised if one.get("raised_exception")), None)


def _failing_rows(suite: TableSuite, outcome: Any, warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """What a failed expectation found. Queries are asked again: the result has only their count."""
    if outcome.success:
        return []
    query = outcome.expectation_config.kwargs.get("unexpected_rows_query")
    if not query:
        return [_as_row(outcome.result)]
    found = warehouse.execute(query.format(batch=suite.relation))
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _as_row(result: dict[str, Any]) -> dict[str, Any]:
    """A native expectation's result in the form of a query rule's row."""
    return {
        "failing": result.get("unexpected_count", result.get("observed_value")),
        "total": result.get("element_count"),
        "examples": result.get("partial_unexpected_list"),
    }


def _sentence(relation: str, rule: Rule, row: dict[str, Any]) -> str:
    failing, total = row.get("failing"), row.get("total")
    share = f"{failing / total:.1%}" if failing is not None and total else "no share"
    column = row.get("column") or rule.column
    values = dict.fromkeys(_shown(value) for value in row.get("examples") or [])
    said = rule.says.format(
        failing=failing,
        total=total,
        share=share,
        examples=", ".join(values) or "none",
        type=row.get("type"),
    )
    place = f"{relation} · column {column}" if column else relation
    return f"{place}: {said} {rule.advice}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "|".join(str(part) for part in value.values())
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
