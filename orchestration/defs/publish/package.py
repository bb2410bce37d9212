"""Writes one build as a folder: empathy.duckdb, Parquet files, Data Docs, manifest.json.

The folder stays hidden until builds.py makes it current.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from orchestration.defs.landing.read import identifier, literal
from orchestration.defs.publish.builds import current_manifest
from orchestration.defs.quality.results import (
    FAILED,
    SKIPPED,
    WARNED,
    WARNING,
    CheckResult,
    count_by_status,
)
from orchestration.notes import BUILT_CHECKS, CHECK_STAGES, COPIED, DURATIONS, LANDING, Notes
from orchestration.settings import STORAGE_VERSION, Settings

DATABASE_FILE = "empathy.duckdb"
MARTS_SCHEMA = "marts"
HEADLINE_GRAIN = "month"


class PublishRefusedError(RuntimeError):
    """The build may not be shown to readers: a blocking check failed or did not run."""


def new_build_id(now: datetime | None = None) -> str:
    """UTC time and six random hex digits: 20261121T011500Z-1a2b3c; sorts by age."""
    return f"{now or datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def partial_folder(settings: Settings, build_id: str) -> Path:
    """Where a build is written before it is shown."""
    return settings.publish_dir / f".{build_id}.partial"


@contextmanager
def copying_marts(settings: Settings, notes: Notes) -> Iterator[None]:
    """Copy the marts while they are checked, for the build that is packaged after it.

    What a check fails is not kept. What goes wrong here is told where it is needed: package then copies for itself.
    """
    build_id = new_build_id()
    with ThreadPoolExecutor(1) as pool:
        copied = pool.submit(_copied, settings, partial_folder(settings, build_id))
        yield
    passed = [result.status != FAILED for result in notes.read_checks(BUILT_CHECKS) or []]
    if copied.exception() is None and passed and all(passed):
        notes.write(COPIED, {"build_id": build_id, "row_counts": copied.result()})
    else:
        shutil.rmtree(partial_folder(settings, build_id), ignore_errors=True)


def package(
    settings: Settings, notes: Notes, build_id: str, finish_docs: Callable[[], None] = lambda: None
) -> tuple[Path, dict[str, Any]]:
    """Write the build into a hidden folder, but for what was copied there; gives that folder and the manifest.

    finish_docs waits until the Data Docs are drawn. Raises PublishRefusedError unless every stage of checks ran and
    none failed.
    """
    results = checked_results(notes)
    folder = partial_folder(settings, build_id)
    copied = notes.read(COPIED)
    is_copied = copied is not None and copied["build_id"] == build_id and folder.exists()
    row_counts = copied["row_counts"] if is_copied else _copied(settings, folder)
    with _reading_build(settings) as con:
        manifest = _manifest(con, settings, notes, build_id, results, row_counts)
    finish_docs()
    if notes.docs_dir.exists():
        shutil.copytree(notes.docs_dir, folder / "data_docs")
    write_manifest(folder, manifest)
    return folder, manifest


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write <folder>/manifest.json."""
    text = json.dumps(manifest, indent=2, default=str) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def checked_results(notes: Notes) -> list[CheckResult]:
    """Results of all stages and the warnings of landing. Raises PublishRefusedError."""
    results: list[CheckResult] = []
    for stage in CHECK_STAGES:
        stage_results = notes.read_checks(stage)
        if stage_results is None:
            raise PublishRefusedError(f"Nothing was published: {stage} has not run on this build. Run the job refresh.")
        results.extend(stage_results)
    failed = [result.message for result in results if result.status == FAILED]
    if failed:
        raise PublishRefusedError("Nothing was published, checks failed:\n" + "\n".join(failed))
    landing = notes.read(LANDING) or {"warnings": []}
    return [
        *(
            CheckResult("landing", warning.split(":")[0], "landing", WARNING, WARNED, warning)
            for warning in landing["warnings"]
        ),
        *results,
    ]


def _copied(settings: Settings, folder: Path) -> dict[str, int]:
    """Copy the marts of the warehouse into the new folder; gives row counts."""
    (folder / "parquet").mkdir(parents=True)
    with _reading_build(settings) as con:
        return _copy_marts(con, folder)


@contextmanager
def _reading_build(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the build file attached as `build`, within its half of the memory; the checks have the other.

    What needs more spills into a folder of its own: the checks spill beside the build file at the same time.
    """
    with (
        TemporaryDirectory(dir=settings.data_dir, prefix="publish-") as spill,
        duckdb.connect(config={"memory_limit": settings.half_memory_limit, "temp_directory": spill}) as con,
    ):
        con.execute(f"attach {literal(str(settings.warehouse))} as build (read_only)")
        yield con


def _copy_marts(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Copy schema marts as tables with their comments, and each as Parquet; gives row counts."""
    database = folder / DATABASE_FILE
    con.execute(f"attach {literal(str(database))} as published (storage_version '{STORAGE_VERSION}')")
    con.execute(f"create schema published.{MARTS_SCHEMA}")
    counts = {}
    for mart in _marts(con):
        relation = f"{MARTS_SCHEMA}.{identifier(mart)}"
        con.execute(f"create table published.{relation} as from build.{relation}")
        parquet = literal(str(folder / "parquet" / f"{mart}.parquet"))
        con.execute(f"copy published.{relation} to {parquet} (format parquet, compression zstd)")
        count = con.execute(f"select count(*) from published.{relation}").fetchone()
        counts[mart] = count[0] if count else 0
    _copy_comments(con)
    con.execute("detach published")
    if not counts:
        raise PublishRefusedError("Nothing was published: the build file has no schema marts.")
    return counts


def _marts(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = 'build' and table_schema = ? order by table_name",
        [MARTS_SCHEMA],
    ).fetchall()
    return [row[0] for row in rows]


def _copy_comments(con: duckdb.DuckDBPyConnection) -> None:
    """Comments of all marts and their columns. One query each: DuckDB lists its whole catalog for every one."""
    of_tables = con.execute(
        "select table_name, comment from duckdb_tables() where database_name = 'build' "
        "and schema_name = ? and comment is not null",
        [MARTS_SCHEMA],
    ).fetchall()
    for mart, comment in of_tables:
        con.execute(f"comment on table published.{MARTS_SCHEMA}.{identifier(mart)} is {literal(comment)}")
    of_columns = con.execute(
        "select table_name, column_name, comment from duckdb_columns() where database_name = 'build' "
        "and schema_name = ? and comment is not null",
        [MARTS_SCHEMA],
    ).fetchall()
    for mart, column, comment in of_columns:
        relation = f"published.{MARTS_SCHEMA}.{identifier(mart)}"
        con.execute(f"comment on column {relation}.{identifier(column)} is {literal(comment)}")


def _manifest(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    notes: Notes,
    build_id: str,
    results: list[CheckResult],
    row_counts: dict[str, int],
) -> dict[str, Any]:
    landing = notes.read(LANDING) or {"tables": [], "absent": [], "fingerprint": None}
    labels = [table["label"] for table in landing["tables"]]
    sources = sorted({label.split(".")[0] for label in labels})
    return {
        "build_id": build_id,
        "git_commit": _git_commit(settings.project_dir),
        "built_at": datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
        "as_of": _as_of(con),
        "raw_dir_sources": sources,
        "dropped_sources": dropped_sources(current_manifest(settings.publish_dir), sources),
        "raw_fingerprint": landing["fingerprint"],
        "row_counts": row_counts,
        "checks": {
            **count_by_status(results),
            "results": [result.to_json() for result in results if result.status != SKIPPED],
        },
        "index": headline_index(con) if "empathy_index" in row_counts else None,
        "index_preset": index_preset(con) if "empathy_index_presets" in row_counts else None,
        "quarantine": _quarantine(con, labels),
        "absent_tables": list(landing["absent"]),
        "durations": notes.read(DURATIONS) or {},
    }


def dropped_sources(before: dict[str, Any] | None, delivered: list[str]) -> list[str]:
    """Sources that were delivered to an earlier build and are not delivered now, until they are again."""
    known = {*before["raw_dir_sources"], *before.get("dropped_sources", [])} if before else set()
    return sorted(known - set(delivered))


def headline_index(con: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """The index over all stages and segments in the newest month; None when there is no period."""
    columns = (
        "empathy_index as value, ci_low, ci_high, coverage, period_grain, period_start, "
        "is_suppressed, suppression_reason, "
        "experience_score, behaviour_score, business_score, qualitative_score"
    )
    found = con.execute(
        f"select {columns} from build.{MARTS_SCHEMA}.empathy_index "
        "where journey_stage = 'all' and segment = 'all' and period_grain = ? "
        "order by period_start desc limit 1",
        [HEADLINE_GRAIN],
    )
    names = [column[0] for column in found.description or []]
    row = found.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def index_preset(con: duckdb.DuckDBPyConnection) -> str | None:
    """The preset of weights that the top line uses; None when nothing was observed."""
    found = con.execute(
        f"select max(preset) from build.{MARTS_SCHEMA}.empathy_index_presets where is_default"
    ).fetchone()
    return found[0] if found else None


def _as_of(con: duckdb.DuckDBPyConnection) -> str | None:
    where = con.execute(
        "select table_schema from information_schema.tables where table_catalog = 'build' and table_name = 'int_as_of'"
    ).fetchone()
    if not where:
        return None
    row = con.execute(f"select as_of_at from build.{identifier(where[0])}.int_as_of").fetchone()
    return row[0].isoformat() if row and row[0] else None


def _quarantine(con: duckdb.DuckDBPyConnection, labels: list[str]) -> dict[str, int]:
    """Unreadable rows by delivered table, tables without any left out."""
    present = {
        row[0]
        for row in con.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = 'build' and table_schema = 'quarantine'"
        ).fetchall()
    }
    counts = {}
    for label in labels:
        table = label.replace(".", "_", 1)
        if table in present:
            row = con.execute(
                f"select coalesce(sum(row_count), 0) from build.quarantine.{identifier(table)} "
                "where rule = 'unreadable'"
            ).fetchone()
            if row and row[0]:
                counts[label] = int(row[0])
    return counts


def _git_commit(project_dir: Path) -> str | None:
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=project_dir, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None
