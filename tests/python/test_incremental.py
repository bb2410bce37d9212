"""Incremental tables by keys, in a dbt project of a few models; and what every such model of this project must keep to.

Expected values are by hand: each run changes rows of one table, and says which keys must be read again.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from orchestration.settings import PROJECT_DIR
from tests.python.pipeline import Workplace

PROJECT = """
name: small
version: "1.0"
profile: small
flags: {send_anonymous_usage_stats: false}
vars: {settling_days: 7}
on-run-start: "{{ prepare_build_state() }}"
models: {small: {+materialized: incremental, +unique_key: thread_id, +incremental_strategy: touched_keys}}
"""
PROFILE = """
small:
  target: dev
  outputs: {dev: {type: duckdb, path: small.duckdb, schema: main, threads: 2}}
"""
DOCUMENTED = """
sources: [{name: raw, schema: main, tables: [{name: raw_records}, {name: raw_names}]}]
models:
  - {name: records, columns: [{name: thread_id}]}
  - {name: totals, columns: [{name: thread_id}]}
  - {name: names, columns: [{name: user_id}]}
  - {name: int_as_of, columns: [{name: as_of_at}]}
"""
MODELS = {
    "landed": "{{ config(materialized='view') }} select * from {{ source('raw', 'raw_records') }}",
    "landed_names": "{{ config(materialized='view') }} select * from {{ source('raw', 'raw_names') }}",
    "records": "{{ config(incremental_strategy='whole_table') }} select * from {{ ref('landed') }}",
    "names": "{{ config(unique_key='user_id', incremental_strategy='whole_table') }} "
    "select * from {{ ref('landed_names') }}",
    "int_as_of": "{{ config(unique_key=[], incremental_strategy='whole_table') }} "
    "select max(said_at) as as_of_at from {{ ref('landed') }}",
    "totals": "select thread_id, count(*) as message_count, sum(words) as words from {{ ref('records') }} "
    "group by thread_id",
    "named": "{{ config(meta={'touched_by': {'names': "
    "{'key': 'user_id', 'through': 'records', 'column': 'user_id'}}}) }} "
    "select records.thread_id, min(names.user_name) as user_name from {{ ref('records') }} as records "
    "left join {{ ref('names') }} as names on records.user_id = names.user_id group by records.thread_id",
    "waits": "{{ config(meta={'unsettled': {'where': 'is_open'}}) }} "
    "select thread_id, bool_or(is_open) as is_open, max(as_of_at - said_at) as waited "
    "from {{ ref('records') }} cross join {{ ref('int_as_of') }} where is_open group by thread_id",
    "shares": "select thread_id, count(*) / (select count(*) from {{ ref('names') }}) as share "
    "from {{ ref('records') }} group by thread_id",
}
SETTLING = (
    "resolution_maturity_seconds",
    "self_serve_window_seconds",
    "cart_window_seconds",
    "silent_friction_window_seconds",
    "first_value_target_seconds",
    "activation_window_seconds",
    "trial_activation_window_seconds",
)
TABLES = ("records", "totals", "named", "waits", "shares")


class Small:
    """A dbt project over two tables that a test changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def change(self, *statements: str) -> None:
        with duckdb.connect(str(self.folder / "small.duckdb")) as con:
            for statement in statements:
                con.execute(statement)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "small.duckdb"), read_only=True) as con:
            return con.execute(sql).fetchall()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "run", "--profiles-dir", ".", *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)

    def build(self, *arguments: str) -> None:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def told(self, model: str) -> set[str]:
        """The keys that the latest run of the project told as changed in a model."""
        return {
            row[0]
            for row in self.ask(
                f"select * exclude (run_no) from build_state.changed_{model} "
                "where run_no = (select max(run_no) from build_state.runs)"
            )
        }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """Built once: threads a (two messages), b (one, of u2), c (one, open). The tests follow each other."""
    folder = tmp_path_factory.mktemp("incremental")
    (folder / "dbt_project.yml").write_text(PROJECT)
    (folder / "profiles.yml").write_text(PROFILE)
    (folder / "models").mkdir()
    (folder / "models" / "models.yml").write_text(DOCUMENTED)
    for name, sql in MODELS.items():
        (folder / "models" / f"{name}.sql").write_text(sql)
    shutil.copytree(PROJECT_DIR / "macros" / "materializations", folder / "macros")
    project = Small(folder)
    project.change(
        "create table raw_records "
        "(thread_id varchar, user_id varchar, words bigint, is_open boolean, said_at timestamp)",
        "create table raw_names (user_id varchar, user_name varchar)",
        "insert into raw_records values ('a', 'u1', 3, false, '2026-01-01'), ('a', 'u1', 4, false, '2026-01-02'),"
        " ('b', 'u2', 5, false, '2026-01-02'), ('c', 'u1', 6, true, '2026-01-03')",
        "insert into raw_names values ('u1', 'Ann'), ('u2', 'Bo')",
    )
    project.build()
    yield project


def _marked(small: Small) -> None:
    """Marks rows that no run may have read again: what a full build would put right."""
    small.change("update totals set words = words + 1000")


def test_the_first_build_is_full_and_tells_nothing(small: Small) -> None:
    assert small.ask("select * from totals order by 1") == [("a", 2, 7), ("b", 1, 5), ("c", 1, 6)]
    assert all(small.told(model) == set() for model in TABLES)


def test_unchanged_input_builds_nothing(small: Small) -> None:
    _marked(small)
    small.build()
    assert small.ask("select * from totals order by 1") == [("a", 2, 1007), ("b", 1, 1005), ("c", 1, 1006)]
    assert all(small.told(model) == set() for model in TABLES)


def test_only_touched_keys_are_read_again(small: Small) -> None:
    """A late message of a: its thread is whole again (2 + 1 messages), b and c keep the marks."""
    small.change("insert into raw_records values ('a', 'u1', 1, false, '2026-01-01 12:00:00')")
    small.build()
    assert small.told("records") == {"a"}
    assert small.ask("select * from totals order by 1") == [("a", 3, 8), ("b", 1, 1005), ("c", 1, 1006)]


def test_a_deleted_thread_goes_and_a_moved_message_touches_both_threads(small: Small) -> None:
    """b's only message moves to c: b has none left, c has two of 6 + 5 words."""
    small.change("update raw_records set thread_id = 'c' where thread_id = 'b'")
    small.build()
    assert small.told("totals") == {"b", "c"}
    assert small.ask("select * from totals order by 1") == [("a", 3, 8), ("c", 2, 11)]


def test_an_input_of_another_key_touches_what_refers_to_it(small: Small) -> None:
    """u2 wrote in c only; its name there is the second by alphabet until it becomes the first. a keeps its mark."""
    small.change(
        "update raw_names set user_name = 'Al' where user_id = 'u2'",
        "update named set user_name = 'marked' where thread_id = 'a'",
    )
    small.build()
    assert small.told("named") == {"c"}
    assert small.ask("select * from named order by 1") == [("a", "marked"), ("c", "Al")]


def test_a_change_that_is_tied_to_no_key_rebuilds_whole(small: Small) -> None:
    """Shares are of the number of names: a third name changes every thread, 3 and 2 messages of 3."""
    small.change("insert into raw_names values ('u3', 'Cy')")
    small.build()
    assert small.ask("select thread_id, share from shares order by 1") == [("a", 1.0), ("c", pytest.approx(2 / 3))]
    assert small.told("shares") == {"a", "c"}


def test_the_moving_moment_reads_again_what_is_unsettled(small: Small) -> None:
    """A message of a on the 5th moves the moment: c, open since the 3rd, has waited two days and not none."""
    small.change("insert into raw_records values ('a', 'u1', 1, false, '2026-01-05')")
    small.build()
    assert small.told("waits") == {"c"}
    assert small.ask("select thread_id, epoch(waited) from waits") == [("c", 2 * 86400.0)]


def test_changes_wait_for_a_model_that_was_left_out(small: Small) -> None:
    """Two runs build the records without the totals; the third reads what both have told."""
    for thread in ("d", "e"):
        small.change(f"insert into raw_records values ('{thread}', 'u1', 2, false, '2026-01-04')")
        small.build("--select", "landed", "records")
    small.build("--select", "totals")
    assert small.ask("select * from totals where thread_id in ('d', 'e') order by 1") == [("d", 1, 2), ("e", 1, 2)]


def test_other_sql_rebuilds_in_full_and_so_does_what_reads_it(small: Small) -> None:
    _marked(small)
    records = small.folder / "models" / "records.sql"
    records.write_text(MODELS["records"] + " where words > 1")
    small.build()
    assert small.ask("select * from totals order by 1") == [("a", 2, 7), ("c", 2, 11), ("d", 1, 2), ("e", 1, 2)]
    assert small.ask(
        "select run_no = base_run_no from build_state.builds where relation_name = 'totals' "
        "order by run_no desc limit 1"
    ) == [(True,)]


def test_a_row_without_its_key_is_refused(small: Small) -> None:
    small.change("insert into raw_records values (null, 'u1', 2, false, '2026-01-04')")
    done = small.run("--select", "landed", "records")
    assert done.returncode != 0
    assert "records: rows without thread_id" in done.stdout
    small.change("delete from raw_records where thread_id is null")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every node of this project's manifest by name."""
    folder = tmp_path_factory.mktemp("manifest")
    parsed = Workplace(folder, folder / "raw").dbt("parse")
    assert parsed.returncode == 0, parsed.stdout
    manifest = json.loads((folder / "target" / "manifest.json").read_text())
    return {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")}


def _inputs(nodes: dict[str, Any], name: str) -> set[str]:
    """Models that a model reads, directly or through views."""
    found = set()
    for unique_id in nodes[name]["depends_on"]["nodes"]:
        kind, *_, other = unique_id.split(".")
        if kind == "model" and nodes[other]["config"]["materialized"] == "view":
            found |= {other} | _inputs(nodes, other)
        elif kind == "model":
            found.add(other)
    return found


def _told(node: dict[str, Any]) -> set[str]:
    """The keys that a model's log holds."""
    if node["config"]["incremental_strategy"] == "overwrite":
        return set()
    documented = {"thread_id", "customer_id", "user_id", "as_of_at"} & set(node["columns"])
    return {node["config"]["unique_key"], *documented, *(node["config"]["meta"].get("followed") or {})}


def test_models_by_touched_keys_read_nothing_that_nobody_follows(nodes: dict[str, Any]) -> None:
    """A table among the inputs that is written anew would make each build a whole one."""
    by_keys = [
        name
        for name, node in nodes.items()
        if node["config"].get("incremental_strategy") == "touched_keys"
        and node["config"]["materialized"] == "incremental"
    ]
    assert len(by_keys) > 40
    assert [
        (name, other)
        for name in by_keys
        for other in sorted(_inputs(nodes, name))
        if nodes[other]["config"]["materialized"] == "incremental"
        and nodes[other]["config"]["incremental_strategy"] == "overwrite"
    ] == []


def test_staging_replaces_by_the_contracts_key_and_keeps_no_addresses(nodes: dict[str, Any]) -> None:
    """unique_key is the contract's key in the model's own names; what has a column of e-mail addresses is a view."""
    keys: dict[str, list[str]] = {}
    for file in (PROJECT_DIR / "models" / "staging").glob("*/_*__sources.yml"):
        for source in yaml.safe_load(file.read_text())["sources"]:
            keys |= {f"{source['name']}.{table['name']}": table["config"]["meta"]["key"] for table in source["tables"]}
    staged = [node for node in nodes.values() if "staging" in node["fqn"]]
    assert len(staged) == len(keys)
    for node in staged:
        unique_key = node["config"]["unique_key"]
        named = [unique_key] if isinstance(unique_key, str) else unique_key
        assert len(named) == len(keys[".".join(node["sources"][0])]), node["name"]
        assert set(named) <= set(node["columns"]), node["name"]
        has_addresses = any(column == "email" or column.endswith("_email") for column in node["columns"])
        assert not has_addresses or node["config"]["materialized"] == "view", node["name"]


def test_settings_of_incremental_models_name_what_is_there(nodes: dict[str, Any]) -> None:
    """Relations and keys that touched_by, unsettled and read_through name are inputs of the model, and known."""
    for name, node in nodes.items():
        meta = node["config"].get("meta") or {}
        inputs = _inputs(nodes, name) if node["resource_type"] == "model" else set()
        for other, way in (meta.get("touched_by") or {}).items():
            assert {other, way["through"]} <= inputs, f"{name}: {other} through {way['through']}"
            key = way["key"]
            assert key in _told(nodes[other]), f"{name}: {other} does not tell of {key}"
            assert node["config"]["unique_key"] in nodes[way["through"]]["columns"], f"{name}: {way['through']}"
        through = (meta.get("unsettled") or {}).get("through")
        assert through is None or through in inputs, f"{name}: {through}"
        assert meta.get("read_through") is None or meta["read_through"] in inputs, name


def test_models_that_read_the_moment_say_what_time_changes(nodes: dict[str, Any]) -> None:
    """Else each new as-of moment would rebuild them whole, or, where a view reads it for them, not at all."""
    assert [
        name
        for name, node in nodes.items()
        if node["config"].get("incremental_strategy") == "touched_keys"
        and node["config"]["materialized"] == "incremental"
        and "unsettled" not in (node["config"].get("meta") or {})
        and any(
            "as_of_at" in nodes[reader]["raw_code"]
            for reader in {name, *_inputs(nodes, name)}
            if reader == name or nodes[reader]["config"]["materialized"] == "view"
        )
    ] == []


def test_what_settles_is_read_again_until_it_has_settled() -> None:
    """The longest waits that `unsettled` conditions with settling_since rely on, as the seeds have them."""
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text())
    seeds = PROJECT_DIR / "seeds" / "scoring"
    with duckdb.connect() as con:
        longest = con.execute(
            f"select greatest((select max(value) from read_csv('{seeds}/metric_parameters.csv') "
            f"where key in {SETTLING}), (select max(session_gap_seconds) from "
            f"read_csv('{seeds}/channel_parameters.csv')))"
        ).fetchone()
    assert longest is not None
    assert project["vars"]["settling_days"] * 86400 > longest[0]
