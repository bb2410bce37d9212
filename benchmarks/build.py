"""Builds the product for the benchmarks: land, seeds and models, publish; and tells which models are slowest and why.

Does not belong here: cutting raw zones (zone.py) and the work that the builds are compared with (limit.py).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measure import run
from orchestration.defs.landing.read import identifier, literal
from orchestration.settings import PROJECT_DIR

SLOWEST_MODELS = 5
TOP_OPERATORS = 5


@dataclass(frozen=True)
class Place:
    """Where one build reads and writes, the memory that DuckDB may take, and how many models are built at a time."""

    raw: Path
    folder: Path
    memory_limit: str
    threads: int

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.folder / "published"

    @property
    def target(self) -> Path:
        return self.folder / "target"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "EMPATHY_RAW_DIR": str(self.raw),
            "EMPATHY_WAREHOUSE": str(self.warehouse),
            "EMPATHY_PUBLISH_DIR": str(self.published),
            "EMPATHY_MEMORY_LIMIT": self.memory_limit,
            "EMPATHY_THREADS": str(self.threads),
            "DBT_PROFILES_DIR": "profiles",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "GX_ANALYTICS_ENABLED": "false",
        }


def build(place: Place, title: str) -> dict[str, Any]:
    """Land the raw zone and build seeds and models into the warehouse as it stands. Raises CommandFailedError."""
    landed = run(
        [sys.executable, "-m", "orchestration.land"],
        log=place.folder / "land.log",
        cwd=PROJECT_DIR,
        environment=place.environment,
        title=f"{title}, landing",
    )
    built = run(
        [
            str(Path(sys.executable).parent / "dbt"),
            *("build", "--resource-type", "seed", "--resource-type", "model"),
            *("--target-path", str(place.target), "--log-path", str(place.folder / "logs")),
        ],
        log=place.folder / "dbt.log",
        cwd=PROJECT_DIR,
        environment=place.environment,
        title=title,
    )
    results = run_results(place.target)
    return {
        **landed.then(built).to_json(),
        "model_seconds": round(float(results["elapsed_time"]), 2),
        "group_seconds": group_seconds(results, manifest(place.target)),
        "models": len(results["results"]),
        "database_bytes": place.warehouse.stat().st_size,
    }


def publish(place: Place) -> dict[str, Any]:
    """Package the marts and make them current, as the last step of a run does. Raises CommandFailedError."""
    usage = run(
        [sys.executable, "-m", "benchmarks.publish"],
        log=place.folder / "publish.log",
        cwd=PROJECT_DIR,
        environment=place.environment,
        title="publish",
    )
    step = json.loads((place.folder / "publish.log").read_text(encoding="utf-8").splitlines()[-1])
    size = sum(file.stat().st_size for file in (place.published / "current").rglob("*") if file.is_file())
    return {**usage.to_json(), "publish_seconds": step["seconds"], "published_bytes": size}


def limit(place: Place) -> dict[str, Any]:
    """The hand-written script over the same raw zone, in a process of its own. Raises CommandFailedError."""
    database, result = place.folder / "limit.duckdb", place.folder / "limit.json"
    database.unlink(missing_ok=True)
    usage = run(
        [
            *(sys.executable, "-m", "benchmarks.limit", "--raw", str(place.raw), "--built", str(place.warehouse)),
            *("--database", str(database), "--memory-limit", place.memory_limit, "--json", str(result)),
        ],
        log=place.folder / "limit.log",
        cwd=PROJECT_DIR,
        environment=place.environment,
        title="limit",
    )
    size = database.stat().st_size
    database.unlink()
    return {**usage.to_json(), **json.loads(result.read_text(encoding="utf-8")), "database_bytes": size}


def run_results(target: Path) -> dict[str, Any]:
    """dbt's account of its last run in that target folder."""
    content: dict[str, Any] = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    return content


def manifest(target: Path) -> dict[str, Any]:
    """The project as dbt read it for its last run in that target folder."""
    content: dict[str, Any] = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return content


def group_seconds(results: Mapping[str, Any], nodes_of: Mapping[str, Any]) -> dict[str, float]:
    """Seconds of a build by group: staging, each folder of intermediate models, marts, seeds, operations (hooks).

    Nodes run side by side, so the build's elapsed seconds are divided by the time that each group's nodes took, dbt's
    start among them; the figures sum to it.
    """
    seconds: dict[str, float] = {}
    for result in results["results"]:
        node = nodes_of["nodes"][result["unique_id"]]
        folders = Path(node["original_file_path"]).parts[:-1]
        depth = 3 if "intermediate" in folders else 2
        group = "/".join(folders[1:depth]) if node["resource_type"] == "model" else f"{node['resource_type']}s"
        seconds[group] = seconds.get(group, 0.0) + float(result["execution_time"])
    share = float(results["elapsed_time"]) / sum(seconds.values())
    return {group: round(value * share, 4) for group, value in sorted(seconds.items())}


def mart_rows(warehouse: Path) -> dict[str, int]:
    """Rows of every mart."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        names = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by table_name"
        ).fetchall()
        return {name: _count(con, f"marts.{identifier(name)}") for (name,) in names}


def slowest_models(place: Place, results: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The models that took longest, each with the operators in which its query, run alone, spends most time."""
    models = [
        result
        for result in results["results"]
        if result["unique_id"].startswith("model.") and result.get("compiled_code") and result.get("relation_name")
    ]
    models.sort(key=lambda result: -float(result["execution_time"]))
    slowest = []
    with duckdb.connect(str(place.warehouse), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute("set preserve_insertion_order = false")
        con.execute(f"set memory_limit = {literal(place.memory_limit)}")
        con.execute(f"set temp_directory = {literal(str(place.folder / 'profile_spill'))}")
        for result in models[:SLOWEST_MODELS]:
            profile = con.execute(f"explain (analyze, format json) {result['compiled_code']}").fetchall()[0][1]
            plan = json.loads(profile)
            slowest.append(
                {
                    "model": result["unique_id"].rsplit(".", 1)[-1],
                    "seconds": round(float(result["execution_time"]), 2),
                    "rows": _count(con, result["relation_name"]),
                    "alone_seconds": round(float(plan["latency"]), 2),
                    "operator_seconds": round(float(plan["cpu_time"]), 2),
                    "operators": top_operators(plan),
                }
            )
    return slowest


def top_operators(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The operators of a JSON profile with the most time of their own, summed over all threads."""
    found: list[dict[str, Any]] = []
    _collect(plan, found)
    found.sort(key=lambda operator: -operator["seconds"])
    return found[:TOP_OPERATORS]


def _collect(node: Mapping[str, Any], found: list[dict[str, Any]]) -> None:
    if "operator_timing" in node:
        found.append(
            {
                "operator": str(node["operator_name"]).strip(),
                "detail": _detail(node.get("extra_info")),
                "seconds": round(float(node["operator_timing"]), 3),
                "rows": int(node["operator_cardinality"]),
            }
        )
    for child in node.get("children", []):
        _collect(child, found)


def _detail(info: Any) -> str:
    """What an operator works on, in a few words."""
    if not isinstance(info, Mapping):
        return ""
    for name in ("Table", "Conditions", "Groups", "Projections", "Aggregates", "Expression", "Filters"):
        if info.get(name):
            value = info[name]
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            text = " ".join(text.replace("|", "/").split())
            return text if len(text) <= 60 else text[:57] + "..."
    return ""


def _count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = con.execute(f"select count(*) from {relation}").fetchone()
    return int(found[0]) if found else 0
