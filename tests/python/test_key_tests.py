"""The generic tests of keys, required columns and accepted values, run by dbt over a small seed with planted faults."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from orchestration.defs.quality.results import FAILED, PASSED, CheckResult
from orchestration.defs.transform.assets import DBT_COMMAND
from orchestration.defs.transform.dbt_checks import dbt_check_results
from orchestration.defs.transform.manifest import dbt_executable
from orchestration.settings import PROJECT_DIR

PROJECT = "name: empathy_warehouse\nprofile: p\nseed-paths: [seeds]\ntest-paths: [tests]\n"
PROFILE = "p: {target: t, outputs: {t: {type: duckdb, path: w.duckdb}}}\n"
# By hand: key 2 stands twice, one row has no key, a is missing where b is 20, (x, 20) stands twice.
ROWS = "id,a,b,c\n1,x,10,u\n2,x,20,u\n2,x,20,v\n,y,30,\n5,,20,w\n6,,20,w\n"
TESTS = """
seeds:
  - name: things
    config: {column_types: {id: string, a: string, b: bigint, c: string}}
    data_tests:
      - unique_combination: {name: pairs, arguments: {columns: "a, b"}}
      - unique_combination: {name: listed_pairs, arguments: {columns: [a, b]}}
      - unique_combination: {name: triples, arguments: {columns: "id, a, b, c"}}
      - unique_combination: {name: filled_triples, arguments: {columns: "id, a, b, c", required: "id, b"}}
      - required_columns: {name: filled, arguments: {columns: "b, c"}}
      - required_columns: {name: always_filled, arguments: {columns: b}}
    columns:
      - name: id
        data_tests:
          - primary_key: {name: keys}
          - primary_key: {name: keys_of_filled_rows, arguments: {required: "a, b"}}
      - name: c
        data_tests:
          - accepted_values: {name: letters, arguments: {values: "u, v"}}
          - accepted_values: {name: listed_letters, arguments: {values: [u, v]}}
          - accepted_values: {name: all_letters, arguments: {values: "u, v, w"}}
      - name: b
        data_tests:
          - accepted_values: {name: numbers, arguments: {values: [10, 20], quote: false}}
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckResult]:
    """What each test found, by its name, as a refresh tells it."""
    folder = tmp_path_factory.mktemp("small_project")
    (folder / "seeds").mkdir()
    (folder / "dbt_project.yml").write_text(PROJECT)
    (folder / "profiles.yml").write_text(PROFILE)
    (folder / "seeds" / "things.csv").write_text(ROWS)
    (folder / "seeds" / "things.yml").write_text(TESTS)
    shutil.copytree(PROJECT_DIR / "tests" / "generic", folder / "tests" / "generic")
    # Needs the whole project, and says nothing of keys.
    (folder / "tests" / "generic" / "rows_are_balanced.sql").unlink()
    environment = {**os.environ, "DBT_TARGET_PATH": "target", "DBT_PROFILES_DIR": ".", "PYTHONPATH": str(PROJECT_DIR)}
    dbt = [sys.executable, "-m", DBT_COMMAND, "build"]
    # As in a refresh: the manifest stands before the build, which writes its results only.
    for command, status in ([dbt_executable(), "parse"], 0), (dbt, 1):
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
    return {result.name: result for result in dbt_check_results(folder / "target", folder / "w.duckdb")}


def test_a_key_that_is_repeated_or_missing_is_told_with_table_column_and_key(results: dict[str, CheckResult]) -> None:
    assert results["keys"].status == FAILED
    assert results["keys"].message.startswith("things · column id: keys: 2 rows fail")
    assert "fault=more than one row has this key, id=2, row_count=2" in results["keys"].message
    assert "fault=id is null, id=None, row_count=1" in results["keys"].message


def test_a_row_without_a_required_value_is_told_with_its_key(results: dict[str, CheckResult]) -> None:
    told = results["keys_of_filled_rows"].message
    assert told.startswith("things · column id: keys_of_filled_rows: 4 rows fail")  # keys 2, 5, 6 and none
    assert "fault=a is null, id=5, row_count=1" in told or "fault=a is null, id=6, row_count=1" in told


def test_a_combination_that_is_repeated_is_told_an_empty_part_counts_as_a_value(
    results: dict[str, CheckResult],
) -> None:
    for name in ("pairs", "listed_pairs"):
        assert results[name].message.startswith(f"things: {name}: 2 rows fail")
        assert "fault=more than one row has this key, a=x, b=20, row_count=2" in results[name].message
        assert "fault=more than one row has this key, a=None, b=20, row_count=2" in results[name].message
    assert results["triples"].status == PASSED


def test_a_combination_without_a_required_part_is_told(results: dict[str, CheckResult]) -> None:
    told = results["filled_triples"].message
    assert told.startswith("things: filled_triples: 1 rows fail")
    assert "fault=id is null, id=None, a=y, b=30" in told


def test_a_required_column_without_a_value_is_told_with_the_row(results: dict[str, CheckResult]) -> None:
    assert results["filled"].message.startswith("things: filled: 1 rows fail")
    assert "fault=c is null, id=None, a=y, b=30, c=None" in results["filled"].message
    assert results["always_filled"].status == PASSED


def test_a_value_that_is_none_of_the_accepted_ones_is_told_and_an_empty_one_passes(
    results: dict[str, CheckResult],
) -> None:
    for name in ("letters", "listed_letters"):
        assert results[name].message.startswith(f"things · column c: {name}: 1 rows fail")
        assert "value=w, row_count=2" in results[name].message
    assert "value=30, row_count=1" in results["numbers"].message
    assert results["all_letters"].status == PASSED
