"""Sliced builds against full ones, where every record arrives in a random order of its own.

Each thread of the demo is a case: its messages, changes, people, answers, events and orders come on time or late,
wrong at first, again, deleted, or deleted and back (arrivals.py). After several deliveries, built one after the other
into one warehouse, every table must hold what one build of everything holds in a new warehouse.
EMPATHY_ARRIVAL_MESSAGES is the size of the demo: a fifth of it is threads. Nothing is expected by hand here: the full
build is the reference.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from demo.__main__ import write
from orchestration.defs.landing.contract import load_contract
from orchestration.settings import PROJECT_DIR
from tests.python.arrivals import Arrivals, deliver
from tests.python.pipeline import Workplace

MESSAGES = int(os.environ.get("EMPATHY_ARRIVAL_MESSAGES", "2500"))
ORDER = Arrivals(deliveries=3, seed=int(os.environ.get("EMPATHY_ARRIVAL_SEED", "1")))
CASES_AT_LEAST = 200
# Tables of every room that is built by touched keys, by their key.
TOLD = {
    "thread_id": ("fct_messages", "fct_sessions", "fct_threads", "fct_session_events", "int_message_text"),
    "customer_id": ("fct_product_events", "fct_orders", "fct_survey_answers", "fct_marketing_sends", "fct_renewals"),
}
BUILD = ("build", "--resource-type", "seed", "--resource-type", "model")


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The warehouse that was built delivery by delivery, and the one that was built at once."""
    folder = tmp_path_factory.mktemp("arrivals")
    write(folder / "all", MESSAGES, seed=7)
    contract = load_contract(PROJECT_DIR / "models")
    deliveries = deliver(folder / "all", folder / "deliveries", contract, ORDER)
    sliced = Workplace(folder / "sliced", folder / "raw")
    for files in deliveries:
        for file in files:
            target = folder / "raw" / file.relative_to(folder / "deliveries")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        _build(sliced)
    whole = Workplace(folder / "whole", folder / "raw")
    _build(whole)
    return sliced.warehouse, whole.warehouse


def _build(place: Workplace) -> None:
    place.folder.mkdir(exist_ok=True)
    assert place.land().returncode == 0
    done = place.dbt(*BUILD)
    assert done.returncode == 0, done.stdout[-4000:]


def test_deliveries_built_one_by_one_are_what_one_build_of_all_is(builds: tuple[Path, Path]) -> None:
    with duckdb.connect() as con:
        for name, path in zip(("sliced", "whole"), builds, strict=True):
            con.execute(f"attach '{path}' as {name} (read_only)")
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'whole' and schema_name <> 'build_state' order by all"
        ).fetchall()
        assert len(tables) > 350
        differing = {}
        for schema, table in tables:
            columns = ", ".join(f'"{row[0]}"' for row in con.execute(f"describe whole.{schema}.{table}").fetchall())
            for one, other in (("sliced", "whole"), ("whole", "sliced")):
                rows = con.execute(
                    f"select {columns} from {one}.{schema}.{table} "
                    f"except all select {columns} from {other}.{schema}.{table} limit 3"
                ).fetchall()
                if rows:
                    differing[f"{schema}.{table}, only in the {one} build"] = rows
        assert differing == {}
        threads = con.execute("select count(*) from whole.marts.fct_threads").fetchone()
        assert threads is not None
        assert threads[0] >= CASES_AT_LEAST


def test_the_builds_after_the_first_were_sliced(builds: tuple[Path, Path]) -> None:
    """Else the comparison would be of full builds: no table by keys was begun anew, and each of them was changed."""
    with duckdb.connect(str(builds[0]), read_only=True) as con:
        begun_anew = con.execute(
            "select relation_name from build_state.builds where base_run_no > 1 and relation_name in "
            "(select substr(table_name, 9) from duckdb_tables() where table_name like 'changed_%')"
        ).fetchall()
        assert begun_anew == []
        for key, tables in TOLD.items():
            for table in tables:
                told = con.execute(f"select count(distinct {key}) from build_state.changed_{table}").fetchone()
                assert told is not None
                assert told[0] > 100, table
