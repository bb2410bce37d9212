"""Publishing: readers see a whole checked build or the one before; a reader's open file never changes under it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import duckdb
import pytest

from orchestration.defs.publish.builds import BUILD_ID, current_build, current_manifest, make_current, prune
from orchestration.defs.publish.package import (
    PublishRefusedError,
    copying_marts,
    dropped_sources,
    new_build_id,
    package,
)
from orchestration.defs.quality.results import CheckResult
from orchestration.notes import BUILT_CHECKS, COPIED, DBT_CHECKS, LANDING, RAW_CHECKS, Notes
from orchestration.settings import Settings, load_settings
from orchestration.summary import Outcome, success_text

READER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(con.execute("select max(value) from marts.fct_messages").fetchone()[0], flush=True)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        {
            "EMPATHY_RAW_DIR": str(tmp_path / "raw"),
            "EMPATHY_WAREHOUSE": str(tmp_path / "data" / "warehouse.duckdb"),
            "EMPATHY_PUBLISH_DIR": str(tmp_path / "published"),
        }
    )


def _check(status: str, severity: str = "error", message: str = "") -> CheckResult:
    return CheckResult("suite.rule", "marts.fct_messages", "gx", severity, status, message)


def _build(settings: Settings, value: int, *more: CheckResult) -> Notes:
    """A build file with one mart, whose checks passed but for those given."""
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.warehouse)) as con:
        con.execute("create schema if not exists marts")
        con.execute("create schema if not exists intermediate")
        con.execute("create schema if not exists quarantine")
        con.execute(f"create or replace table marts.fct_messages as select {value} as value")
        con.execute("comment on table marts.fct_messages is 'Messages'")
        con.execute("comment on column marts.fct_messages.value is 'A value'")
        con.execute(
            "create or replace table intermediate.int_as_of as select timestamp '2026-01-31 12:00:00' as as_of_at"
        )
        con.execute("create or replace table quarantine.desk_ticket as select 'unreadable' as rule, 2 as row_count")
    notes = Notes(settings.notes_dir)
    notes.begin("a run")
    table = {"label": "desk.ticket", "form": "csv", "rows": 9, "columns": ["id"], "files": []}
    warnings = ["desk.note: not delivered."]
    notes.write(LANDING, {"tables": [table], "absent": ["desk.note"], "warnings": warnings, "fingerprint": "f"})
    notes.write_checks(RAW_CHECKS, [_check("passed")])
    notes.write_checks(DBT_CHECKS, [_check("passed"), _check("skipped")])
    notes.write_checks(BUILT_CHECKS, [_check("passed"), *more])
    return notes


def _publish(settings: Settings, value: int, *more: CheckResult) -> str:
    notes = _build(settings, value, *more)
    build_id = new_build_id()
    folder, _ = package(settings, notes, build_id)
    make_current(settings.publish_dir, folder, build_id)
    return build_id


def _value(settings: Settings) -> int:
    with duckdb.connect(str(settings.publish_dir / "current" / "empathy.duckdb"), read_only=True) as con:
        row = con.execute("select max(value) from marts.fct_messages").fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def _reader(settings: Settings) -> Iterator[tuple[IO[str], IO[str]]]:
    """Another process that holds the published file open and answers each line with what it reads."""
    file = settings.publish_dir / "current" / "empathy.duckdb"
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdin, process.stdout
    finally:
        process.communicate()


def _ask(reader: tuple[IO[str], IO[str]]) -> int:
    reader[0].write("read\n")
    reader[0].flush()
    return int(reader[1].readline())


def test_marts_are_copied_within_the_memory_limit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = []
    connect = duckdb.connect

    def remember(*args: object, **kwargs: object) -> duckdb.DuckDBPyConnection:
        con = connect(*args, **kwargs)  # type: ignore[arg-type]
        limits.append(con.execute("select current_setting('memory_limit')").fetchone())
        return con

    notes = _build(settings, 1)
    monkeypatch.setattr(duckdb, "connect", remember)
    package(replace(settings, memory_limit="1GiB"), notes, new_build_id())
    assert limits == [("512.0 MiB",), ("512.0 MiB",)]
    assert [entry.name for entry in settings.data_dir.iterdir() if entry.name.startswith("publish-")] == []


def test_a_build_holds_database_parquet_and_manifest(settings: Settings) -> None:
    build_id = _publish(settings, 1, _check("warned", "warning", "look here"))
    assert BUILD_ID.fullmatch(build_id)
    build = settings.publish_dir / build_id
    assert duckdb.read_parquet(str(build / "parquet" / "fct_messages.parquet")).fetchall() == [(1,)]
    manifest = json.loads((build / "manifest.json").read_text())
    assert manifest == current_manifest(settings.publish_dir)
    assert manifest["build_id"] == build_id
    assert manifest["as_of"] == "2026-01-31T12:00:00"
    assert manifest["row_counts"] == {"fct_messages": 1}
    assert manifest["raw_dir_sources"] == ["desk"]
    assert manifest["absent_tables"] == ["desk.note"]
    assert manifest["quarantine"] == {"desk.ticket": 2}
    counts = {key: manifest["checks"][key] for key in ("passed", "warned", "failed")}
    assert counts == {"passed": 3, "warned": 2, "failed": 0}
    assert {result["kind"] for result in manifest["checks"]["results"]} == {"gx", "landing"}


def test_a_source_that_is_no_longer_delivered_is_named_until_it_comes_back(settings: Settings) -> None:
    """A survey tool that falls silent takes its answers along: the smaller build has to say so."""
    sources = ["desk", "survey"]
    first = {"raw_dir_sources": sources, "build_id": "first"}
    assert dropped_sources(None, sources) == []
    assert dropped_sources(first, sources) == []
    assert dropped_sources(first, ["desk"]) == ["survey"]
    second = {"raw_dir_sources": ["desk"], "dropped_sources": ["survey"]}
    assert dropped_sources(second, ["desk"]) == ["survey"]
    assert dropped_sources(second, sources) == []
    _publish(settings, 1)
    manifest = settings.publish_dir / "current" / "manifest.json"
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**told, "raw_dir_sources": ["desk", "survey"]}))
    _publish(settings, 2)
    seen = current_manifest(settings.publish_dir) or {}
    assert seen["dropped_sources"] == ["survey"]
    outcome = Outcome(True, (), Notes(settings.notes_dir))
    text = success_text(settings, outcome, 1.0, settings.notes_dir / "log")
    assert "not delivered" in text
    assert "survey" in text


def test_the_published_file_keeps_descriptions_and_can_be_read_by_duckdb_1_4(settings: Settings) -> None:
    _publish(settings, 1)
    with duckdb.connect(str(settings.publish_dir / "current" / "empathy.duckdb"), read_only=True) as con:
        assert con.execute("select comment from duckdb_tables()").fetchall() == [("Messages",)]
        assert con.execute("select comment from duckdb_columns() where not internal").fetchall() == [("A value",)]
        tags = con.execute("select tags from duckdb_databases() where database_name = 'empathy'").fetchone()
    assert tags is not None
    assert "v1.4" in tags[0]["storage_version"]


def test_the_newest_build_is_current(settings: Settings) -> None:
    first = _publish(settings, 1)
    assert current_build(settings.publish_dir) == first
    second = _publish(settings, 2)
    assert current_build(settings.publish_dir) == second
    assert _value(settings) == 2
    assert (settings.publish_dir / first / "empathy.duckdb").exists()


def test_an_open_reader_keeps_its_build_and_a_new_connection_sees_the_new_one(settings: Settings) -> None:
    _publish(settings, 1)
    with _reader(settings) as old:
        assert _ask(old) == 1
        for value in range(2, 9):
            _publish(settings, value)
            assert _ask(old) == 1
        with _reader(settings) as new:
            assert _ask(new) == 8
        assert _ask(old) == 1
    assert _value(settings) == 8


def test_a_connection_of_the_same_process_sees_the_new_build_though_an_old_one_is_open(settings: Settings) -> None:
    _publish(settings, 1)
    with duckdb.connect(str(settings.publish_dir / "current" / "empathy.duckdb"), read_only=True):
        _publish(settings, 2)
        assert _value(settings) == 2


def test_five_builds_are_kept(settings: Settings) -> None:
    builds = [_publish(settings, value) for value in range(7)]
    kept = {path.name for path in settings.publish_dir.iterdir() if path.is_dir() and not path.is_symlink()}
    assert len(kept) == 5
    assert builds[-1] in kept
    assert kept <= set(builds)


def test_the_current_build_is_kept_however_old_it_is(settings: Settings) -> None:
    old = _publish(settings, 1)
    for second in range(7):
        (settings.publish_dir / f"29990101T00000{second}Z-00000a").mkdir()
    (settings.publish_dir / ".20260101T000000Z-00000b.partial").mkdir()
    removed = prune(settings.publish_dir)
    assert old not in removed
    assert ".20260101T000000Z-00000b.partial" in removed
    assert _value(settings) == 1


def test_a_failed_check_leaves_the_current_build_untouched(settings: Settings) -> None:
    good = _publish(settings, 1)
    with pytest.raises(PublishRefusedError, match="fct_messages is wrong"):
        _publish(settings, 2, _check("failed", message="fct_messages is wrong"))
    assert current_build(settings.publish_dir) == good
    assert _value(settings) == 1
    assert {path.name for path in settings.publish_dir.iterdir()} == {good, "current"}


@pytest.mark.parametrize("stage", [RAW_CHECKS, DBT_CHECKS, BUILT_CHECKS])
def test_a_stage_of_checks_that_did_not_run_refuses_the_build(settings: Settings, stage: str) -> None:
    notes = _build(settings, 1)
    (settings.notes_dir / f"{stage}.json").unlink()
    with pytest.raises(PublishRefusedError, match=f"{stage} has not run"):
        package(settings, notes, new_build_id())


def test_notes_of_an_earlier_run_never_vouch_for_a_later_one(settings: Settings) -> None:
    notes = _build(settings, 1)
    notes.begin("another run")
    with pytest.raises(PublishRefusedError):
        package(settings, notes, new_build_id())
    assert notes.run_id == "another run"


def test_a_folder_called_current_is_not_overwritten(settings: Settings) -> None:
    (settings.publish_dir / "current").mkdir(parents=True)
    with pytest.raises(FileExistsError, match="move it away"):
        _publish(settings, 1)


def test_marts_copied_beside_the_checks_are_those_that_are_packaged(settings: Settings) -> None:
    """The copy is not made twice: a row that comes after it is not in the package."""
    notes = _build(settings, 7)
    with copying_marts(settings, notes):
        pass
    copied = notes.read(COPIED)
    with duckdb.connect(str(settings.warehouse)) as con:
        con.execute("update marts.fct_messages set value = 8")
    folder, manifest = package(settings, notes, copied["build_id"])
    assert manifest["row_counts"] == copied["row_counts"]
    make_current(settings.publish_dir, folder, copied["build_id"])
    assert _value(settings) == 7


def test_marts_that_a_check_fails_are_not_kept(settings: Settings) -> None:
    notes = _build(settings, 7, _check("failed"))
    with copying_marts(settings, notes):
        pass
    assert notes.read(COPIED) is None
    assert not settings.publish_dir.exists() or list(settings.publish_dir.glob(".*.partial")) == []
