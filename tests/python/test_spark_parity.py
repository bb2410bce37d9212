"""Spark builds from the same raw zone what DuckDB builds: every staged, quarantined and published value."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.defs.landing.contract import load_contract
from orchestration.relation_comparison import Side, differences
from orchestration.spark_parity import main, mart_keys, read_manifest, spark_side
from tests.python.pipeline import PROJECT_DIR, Workplace
from tests.python.spark_raw_zone import write_raw_zone
from tests.python.spark_run import BUILD_WITHOUT_TESTS

OLDEST_JAVA = 17
# A JVM that lives for two minutes: its second compiler would take longer than it saves.
SHORT_LIVED_JVM = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC"
MARTS = sorted(path.stem for path in (PROJECT_DIR / "models" / "marts").rglob("*.sql"))
STAGED = sorted(path.stem for path in (PROJECT_DIR / "models" / "staging").rglob("*.sql"))
QUARANTINES = [f"{table.source}_{table.name}" for table in load_contract(PROJECT_DIR / "models").tables]


@dataclass(frozen=True)
class Builds:
    """Both builds: the DuckDB one open for reading, the Spark one as the folder of its tables."""

    con: duckdb.DuckDBPyConnection
    spark_dir: Path
    keys: dict[str, list[str]]

    def sides(self, schema: str, name: str) -> tuple[Side, Side]:
        return Side("DuckDB", f"{schema}.{name}"), spark_side(self.spark_dir, schema, name)

    def columns(self, schema: str, name: str) -> list[str]:
        return [row[0] for row in self.con.execute(f"describe {schema}.{name}").fetchall()]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    _require_spark()
    folder = tmp_path_factory.mktemp("parity")
    workplace = Workplace(folder, folder / "raw")
    write_raw_zone(workplace.raw_dir)
    landed = workplace.land()
    assert landed.returncode == 0, landed.stderr
    built = workplace.dbt(*BUILD_WITHOUT_TESTS)
    assert built.returncode == 0, built.stdout
    spark_dir = folder / "spark"
    built = subprocess.run(
        [sys.executable, "-m", "tests.python.spark_run", str(spark_dir)],
        cwd=PROJECT_DIR,
        env=workplace.environment(JAVA_TOOL_OPTIONS=SHORT_LIVED_JVM),
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout[-4000:] + built.stderr[-4000:]
    keys = mart_keys(read_manifest(folder / "target" / "manifest.json"))
    with duckdb.connect(str(workplace.warehouse), read_only=True) as con:
        yield Builds(con, spark_dir, keys)


def _require_spark() -> None:
    """Skip where Spark cannot run; where every check is meant to run, that is a failure."""
    reason = _why_spark_cannot_run()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(f"the Spark build was not compared: {reason}")
    if reason:
        pytest.skip(f"the Spark build is not compared: {reason}")


def _why_spark_cannot_run() -> str | None:
    if not find_spec("pyspark"):
        return "pyspark is not installed (dependency group spark)"
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java or not Path(java).exists():
        return f"no Java found; install Java {OLDEST_JAVA} or newer"
    shown = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', shown)
    if not version or int(version.group(1)) < OLDEST_JAVA:
        return f"Java {OLDEST_JAVA} or newer is needed, found: {shown.splitlines()[0] if shown else java}"
    return None


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_is_the_same_on_both_engines(builds: Builds, mart: str) -> None:
    assert differences(builds.con, *builds.sides("marts", mart), builds.keys[mart]) == []


@pytest.mark.parametrize("view", STAGED)
def test_a_staged_table_is_the_same_on_both_engines(builds: Builds, view: str) -> None:
    everything = builds.columns("staging", view)
    assert differences(builds.con, *builds.sides("staging", view), everything) == []


@pytest.mark.parametrize("table", QUARANTINES)
def test_the_same_rows_are_quarantined_for_the_same_reasons(builds: Builds, table: str) -> None:
    # raw_row is for people: the row in the JSON of the engine, which writes moments and fractions in its own way.
    compared = [column for column in builds.columns("quarantine", table) if column != "raw_row"]
    chosen = ", ".join(compared)
    sides = [Side(side.name, f"(select {chosen} from {side.relation})") for side in builds.sides("quarantine", table)]
    assert differences(builds.con, sides[0], sides[1], compared) == []


def test_the_raw_zone_of_this_test_reaches_every_rule_and_figure(builds: Builds) -> None:
    """Equal builds prove nothing about what neither of them holds."""

    def count(query: str) -> int:
        row = builds.con.execute(query).fetchone()
        return int(row[0]) if row else 0

    assert count("select count(empathy_index) from marts.empathy_index") > 0
    assert count("select count(change) from marts.empathy_index") > 0
    assert count("select count(*) from marts.fct_metric_values where is_suppressed") > 0
    assert count("select count(first_human_response_business_seconds) from marts.fct_sessions") > 0
    for rule in ("unreadable", "duplicate_delivery"):
        assert count(f"select sum(row_count) from quarantine.landing_messages where rule = '{rule}'") > 0


def test_the_comparison_sees_every_kind_of_difference() -> None:
    """A difference in a row, a text, a number and a moment are each found and told; noise in a last digit is not."""
    with duckdb.connect() as con:
        con.execute(
            "create table one as select * from (values (1, 'a', 0.3, timestamp '2026-01-01 00:00:00.000001'), "
            "(2, 'b', 1.0, null), (3, null, null, null)) as t (k, word, share, sent_at)"
        )
        con.execute("alter table one alter share type double")
        con.execute("create table two as select * from one")
        assert differences(con, Side("one", "one"), Side("two", "two"), ["k"]) == []
        con.execute("update two set share = 0.1::double + 0.2::double where k = 1")
        assert differences(con, Side("one", "one"), Side("two", "two"), ["k"]) == []
        con.execute("update two set share = 1.00000001 where k = 2")
        con.execute("update two set word = 'ä' where k = 3")
        con.execute("update two set sent_at = sent_at + interval 1 microsecond where k = 1")
        con.execute("insert into two values (4, 'd', null, null)")
        found = differences(con, Side("one", "one"), Side("two", "two"), ["k"])
        assert [text.split(":")[0] for text in found] == ["rows", "word", "share", "sent_at"]
        assert "(3,): one None, two 'ä'" in found[1]


@pytest.fixture
def two_marts(tmp_path: Path) -> Path:
    """A folder with a DuckDB build of two small marts and the files of an equal Spark build."""
    marts = {
        "dim_one": "select 1 as k, 0.5::double as share",
        "fct_two": "select 'a' as k, 1 as n union all select 'b', 2",
    }
    manifest: dict[str, Any] = {"nodes": {}}
    with duckdb.connect(str(tmp_path / "w.duckdb")) as con:
        con.execute("create schema marts")
        for mart, query in marts.items():
            con.execute(f"create table marts.{mart} as {query}")
            folder = tmp_path / "spark" / "tables" / "marts.db" / mart
            folder.mkdir(parents=True)
            con.execute(f"copy marts.{mart} to '{folder / 'part-0.parquet'}'")
            manifest["nodes"][f"model.{mart}"] = {"resource_type": "model", "schema": "marts", "alias": mart}
            manifest["nodes"][f"test.{mart}"] = {
                "resource_type": "test",
                "schema": "tests",
                "attached_node": f"model.{mart}",
                "column_name": "k",
                "test_metadata": {"name": "unique", "kwargs": {}},
            }
    (tmp_path / "spark" / "dbt").mkdir()
    (tmp_path / "spark" / "dbt" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def _compare(folder: Path) -> int:
    return main(["--warehouse", str(folder / "w.duckdb"), "--spark-dir", str(folder / "spark")])


def test_the_command_counts_what_is_equal(two_marts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _compare(two_marts) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["dim_one", "fct_two", "2"]
    assert lines[-1] == "2 marts, 6 values: 0 marts differ"  # 1 row of 2 columns and 2 rows of 2


def test_the_command_fails_on_one_value_and_on_a_missing_table(
    two_marts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(two_marts / "w.duckdb")) as con:
        con.execute("update marts.fct_two set n = 3 where k = 'b'")
    shutil.rmtree(two_marts / "spark" / "tables" / "marts.db" / "dim_one")
    assert _compare(two_marts) == 1
    told = capsys.readouterr().out
    assert "Spark has no such table" in told
    assert "n: 1 rows differ, such as ('b',): DuckDB 3, Spark 2" in told
    assert told.endswith("2 marts differ\n")


def test_the_command_says_which_build_is_missing(two_marts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (two_marts / "w.duckdb").unlink()
    assert _compare(two_marts) == 1
    assert "no DuckDB build" in capsys.readouterr().err
