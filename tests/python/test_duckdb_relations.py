"""The project's own way to replace tables and views on DuckDB, in a dbt project of two models."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import PROJECT_DIR

PROJECT = """
name: small
version: "1.0"
profile: small
flags: {send_anonymous_usage_stats: false}
on-run-start: "{{ prepare_build_state() }}"
"""
PROFILE = """
small:
  target: dev
  outputs: {dev: {type: duckdb, path: small.duckdb, schema: main, threads: 2}}
"""
CONTRACT = """
models:
  - name: agreed
    config: {contract: {enforced: true}}
    columns:
      - {name: id, data_type: integer, constraints: [{type: not_null}]}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "dbt_project.yml").write_text(PROJECT)
    (tmp_path / "profiles.yml").write_text(PROFILE)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "models.yml").write_text(CONTRACT)
    shutil.copytree(PROJECT_DIR / "macros" / "materializations", tmp_path / "macros")
    return tmp_path


def _run(project: Path, **models: str) -> subprocess.CompletedProcess[str]:
    for name, sql in models.items():
        (project / "models" / f"{name}.sql").write_text(sql)
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "run", "--profiles-dir", "."]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def _ask(project: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(project / "small.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def _types(project: Path) -> dict[object, object]:
    sql = "select table_name, table_type from information_schema.tables where table_schema = 'main'"
    return dict(_ask(project, sql))  # type: ignore[arg-type]


def test_a_table_replaces_a_view_and_a_view_a_table_and_nothing_else_is_left(project: Path) -> None:
    agreed = "{{ config(materialized='table') }} select 1 as id"
    assert _run(project, agreed=agreed, free="{{ config(materialized='view') }} select 1 as n").returncode == 0
    assert _types(project) == {"agreed": "BASE TABLE", "free": "VIEW"}
    assert (
        _run(project, free="{{ config(materialized='table') }} select id + 1 as n from {{ ref('agreed') }}").returncode
        == 0
    )
    assert _types(project) == {"agreed": "BASE TABLE", "free": "BASE TABLE"}
    assert _ask(project, "from free") == [(2,)]
    assert (
        _run(project, agreed=agreed.replace("1 as", "5 as"), free="select id as n from {{ ref('agreed') }}").returncode
        == 0
    )
    assert _types(project) == {"agreed": "BASE TABLE", "free": "VIEW"}
    assert _ask(project, "from free") == [(5,)]


def test_a_model_that_fails_or_breaks_its_contract_leaves_the_table_of_the_run_before(project: Path) -> None:
    """The constraint is the table's own: a null is refused after the old table was replaced within the transaction."""
    table = "{{ config(materialized='table') }} "
    assert _run(project, agreed=table + "select 1 as id").returncode == 0
    for wrong, said in (
        ("select cast(null as integer) as id", "NOT NULL constraint failed"),
        ("select 'one' as id", "contract"),
        ("select cast(error('refused') as integer) as id", "refused"),
    ):
        done = _run(project, agreed=table + wrong)
        assert done.returncode == 1
        assert said in done.stdout
        assert _ask(project, "from agreed") == [(1,)]
    assert _ask(project, "select is_nullable from information_schema.columns where table_schema = 'main'") == [("NO",)]
