"""Staging tables by what has arrived, in a dbt project of one source and a reader of it.

Expected values are by hand: each run changes rows of the landed table, and says which staged rows must be read again.
Rows are marked in the staging table to tell those that a run has not touched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import PROJECT_DIR

PROJECT = """
name: small
version: "1.0"
profile: small
flags: {send_anonymous_usage_stats: false}
vars: {settling_days: 7, sources: {}}
on-run-start: "{{ prepare_run() }}"
models:
  small:
    staging: {+materialized: incremental, +incremental_strategy: arrivals, +schema: staging,
      +post-hook: "{{ quarantine_rows() }}"}
    reading: {+materialized: incremental, +incremental_strategy: touched_keys, +unique_key: ticket_key}
"""
PROFILE = """
small:
  target: dev
  outputs: {dev: {type: duckdb, path: small.duckdb, schema: main, threads: 2}}
"""
CONTRACT = """
sources:
  - name: desk
    schema: raw_desk
    tables:
      - name: ticket
        config: {meta: {key: [id, part], synced_at: synced_at, deleted: is_deleted}}
        columns:
          - {name: id, data_type: bigint, config: {meta: {is_required: true}}}
          - {name: part, data_type: bigint}
          - {name: score, data_type: bigint}
          - {name: is_deleted, data_type: boolean}
          - {name: synced_at, data_type: timestamp}
models:
  - {name: stg_desk__tickets, config: {unique_key: [ticket_id, part]}, columns: [{name: ticket_id}]}
  - {name: scores, columns: [{name: ticket_key}]}
"""
STAGED = """{{ config(meta={'followed': {'ticket_key': "concat('desk|', ticket_id)"}}) }}
with source as ({{ stage_source('desk', 'ticket') }})
select id as ticket_id, part, score, synced_at from source"""
READ = """select concat('desk|', ticket_id) as ticket_key, sum(score) as score
from {{ ref('stg_desk__tickets') }} group by all"""
NOON = "2026-01-01 12:00:00"


class Desk:
    """The project, and one landed table that a test changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def land(self, *statements: str) -> None:
        with duckdb.connect(str(self.folder / "small.duckdb")) as con:
            for statement in statements:
                con.execute(statement)

    def arrive(self, ticket: int, score: str, at: str, part: int = 1, deleted: bool = False) -> None:
        """One more delivery of a part of a ticket."""
        self.land(f"insert into raw_desk.ticket values ({ticket}, {part}, '{score}', {deleted}, '{at}')")

    def build(self) -> None:
        command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "build", "--profiles-dir", "."]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.folder / "small.duckdb"), read_only=True) as con:
            return con.execute(sql).fetchall()

    def staged(self) -> dict[tuple[object, object], object]:
        """Scores by ticket and part; marked rows are greater by 1,000."""
        return {
            (row[0], row[1]): row[2]
            for row in self.rows("select ticket_id, part, score from staging.stg_desk__tickets")
        }

    def mark(self) -> None:
        """Marks every staged row: what is read again loses its mark."""
        self.land("update staging.stg_desk__tickets set score = score % 1000 + 1000")

    def told(self) -> set[object]:
        """Keys that the latest run told of."""
        return {
            row[0]
            for row in self.rows(
                "select ticket_key from build_state.changed_stg_desk__tickets "
                "where run_no = (select max(run_no) from build_state.runs)"
            )
        }

    def left_out(self) -> dict[object, object]:
        """Rows in the quarantine by rule."""
        return dict(self.rows("select rule, sum(row_count)::bigint from quarantine.desk_ticket group by rule"))  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Built once: tickets 1 (two parts: 10 and 11), 2 (20) and 3 (30), all arrived by noon."""
    (tmp_path / "dbt_project.yml").write_text(PROJECT)
    (tmp_path / "profiles.yml").write_text(PROFILE)
    for folder, name, text in (
        ("staging", "contract.yml", CONTRACT),
        ("staging", "stg_desk__tickets.sql", STAGED),
        ("reading", "scores.sql", READ),
    ):
        (tmp_path / "models" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "models" / folder / name).write_text(text)
    for folder in ("materializations", "staging", "engine"):
        shutil.copytree(PROJECT_DIR / "macros" / folder, tmp_path / "macros" / folder)
    project = Desk(tmp_path)
    project.land(
        "create schema raw_desk",
        "create table raw_desk.ticket (id bigint, part bigint, score varchar, is_deleted boolean, synced_at timestamp)",
    )
    for ticket, part, score in ((1, 1, "10"), (1, 2, "11"), (2, 1, "20"), (3, 1, "30")):
        project.arrive(ticket, score, NOON, part)
    project.build()
    assert project.staged() == {(1, 1): 10, (1, 2): 11, (2, 1): 20, (3, 1): 30}
    project.mark()
    yield project


def test_without_an_arrival_nothing_is_read(desk: Desk) -> None:
    desk.build()
    assert desk.staged() == {(1, 1): 1010, (1, 2): 1011, (2, 1): 1020, (3, 1): 1030}
    assert desk.told() == set()


def test_what_arrived_replaces_its_keys_and_no_others(desk: Desk) -> None:
    """Part 2 of ticket 1 is corrected, ticket 2 is deleted, 4 is new, and 3's newest delivery cannot be read."""
    desk.arrive(1, "15", "2026-01-01 12:30:00", part=2)
    desk.arrive(2, "20", "2026-01-01 12:30:00", deleted=True)
    desk.arrive(4, "40", "2026-01-01 13:00:00")
    desk.arrive(3, "thirty", "2026-01-01 13:00:00")
    desk.build()
    assert desk.staged() == {(1, 1): 1010, (1, 2): 15, (3, 1): 1030, (4, 1): 40}
    assert desk.told() == {"desk|1", "desk|2", "desk|4"}
    # 8 rows landed: 4 staged, 1's first part 2 and 2's first delivery replaced, 2's deletion, 3's text.
    assert desk.left_out() == {"duplicate_delivery": 2, "deleted_at_source": 1, "unreadable": 1}
    assert dict(desk.rows("select * from scores")) == {"desk|1": 1025, "desk|3": 30, "desk|4": 40}  # type: ignore[arg-type]


def test_a_delivery_of_the_same_moment_is_not_missed(desk: Desk) -> None:
    """It is no newer than what was read, so the table is read whole, and every mark goes."""
    desk.arrive(5, "50", NOON)
    desk.build()
    assert desk.staged() == {(1, 1): 10, (1, 2): 11, (2, 1): 20, (3, 1): 30, (5, 1): 50}
    assert "desk|5" in desk.told()


def test_a_late_file_a_rewritten_row_and_a_removed_one_are_seen(desk: Desk) -> None:
    """None of them has a time of arrival after noon."""
    desk.arrive(5, "50", "2025-12-31 00:00:00")
    desk.build()
    assert desk.staged() == {(1, 1): 10, (1, 2): 11, (2, 1): 20, (3, 1): 30, (5, 1): 50}
    desk.land("update raw_desk.ticket set score = '21' where id = 2")
    desk.build()
    assert desk.told() == {"desk|2"}
    desk.land("delete from raw_desk.ticket where id = 3")
    desk.build()
    assert desk.told() == {"desk|3"}
    assert desk.staged() == {(1, 1): 10, (1, 2): 11, (2, 1): 21, (5, 1): 50}
    assert dict(desk.rows("select * from scores")) == {"desk|1": 21, "desk|2": 21, "desk|5": 50}  # type: ignore[arg-type]


def test_a_failed_build_reads_the_same_arrivals_again(desk: Desk) -> None:
    """What was read is remembered in the transaction that writes the rows."""
    desk.arrive(2, "25", "2026-01-01 13:00:00")
    model = desk.folder / "models" / "staging" / "stg_desk__tickets.sql"
    model.write_text(STAGED + " where error(cast(score as varchar)) is null")
    with pytest.raises(AssertionError, match="stg_desk__tickets"):
        desk.build()
    model.write_text(STAGED)
    desk.build()
    assert desk.staged()[2, 1] == 25
