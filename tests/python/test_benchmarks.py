"""Benchmarks: growth, zones cut by arrival, the hand-written limit, and the tables made of results.

Nothing here is timed: a figure in seconds is measured by `make bench`, never asserted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import limit, zone
from benchmarks.build import group_seconds, top_operators
from benchmarks.measure import CommandFailedError, run
from benchmarks.report import exponent, markdown
from orchestration.defs.landing.contract import Contract, load_contract
from orchestration.defs.landing.discover import discover
from orchestration.settings import PROJECT_DIR

MESSAGES = 500


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract(PROJECT_DIR / "models")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zone") / "raw"
    zone.generate(folder, MESSAGES, io.StringIO())
    return folder


# Expected values: exact power laws written by hand.
@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 1.5, 2.0])
def test_growth_of_an_exact_power_law_is_its_power(power: float) -> None:
    def figure(size: float) -> float:
        return float(3 * size**power)

    assert exponent(figure(100_000), figure(1_000_000), 100_000, 1_000_000) == pytest.approx(power, abs=1e-12)


@given(power=st.floats(-3, 3), factor=st.floats(0.001, 1000), small=st.integers(1, 10**6), times=st.integers(2, 100))
def test_growth_does_not_depend_on_factor_or_sizes(power: float, factor: float, small: int, times: int) -> None:
    large = small * times
    assert exponent(factor * small**power, factor * large**power, small, large) == pytest.approx(power, abs=1e-9)


def test_growth_refuses_what_has_no_logarithm() -> None:
    with pytest.raises(ValueError, match="above 0"):
        exponent(0, 1, 10, 100)
    with pytest.raises(ValueError, match="different sizes"):
        exponent(1, 2, 10, 10)


# Expected values by hand: nodes took 2 + 5 + 8 + 4 + 1 = 20 s, the build 10 s, so each second of a node counts a half.
def test_seconds_of_a_build_are_divided_among_its_groups() -> None:
    nodes = {
        "seed.p.a": ("seeds/metrics/a.csv", 2.0),
        "operation.p.p-on-run-end-0": ("./dbt_project.yml", 1.0),
        "model.p.b": ("models/staging/landing/b.sql", 5.0),
        "model.p.c": ("models/intermediate/feedback/c.sql", 8.0),
        "model.p.d": ("models/marts/core/d.sql", 4.0),
    }
    results = {"elapsed_time": 10.0, "results": [{"unique_id": k, "execution_time": v[1]} for k, v in nodes.items()]}
    project = {"nodes": {k: {"original_file_path": v[0], "resource_type": k.split(".")[0]} for k, v in nodes.items()}}
    assert group_seconds(results, project) == {
        "intermediate/feedback": 4.0,
        "marts": 2.0,
        "operations": 0.5,
        "seeds": 1.0,
        "staging": 2.5,
    }


def test_zone_is_generated_once(raw: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in zone.files_of(raw).values()}
    zone.generate(raw, MESSAGES, io.StringIO())
    assert {file: file.stat().st_mtime_ns for file in zone.files_of(raw).values()} == before


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def differing_rows(
    con: duckdb.DuckDBPyConnection, parts: tuple[Path, ...], whole: Path, without: str | None = None
) -> int:
    """Rows that the parts have and the whole has not, or the other way round, each as often as it stands there."""
    columns = f"* exclude ({without})" if without else "*"
    files = ", ".join(f"'{file}'" for file in parts if file.exists())
    here = f"select {columns} from read_parquet([{files}], union_by_name = true)"
    there = f"select {columns} from read_parquet('{whole}')"
    found = con.execute(
        f"select count(*) from (({here} except all {there}) union all ({there} except all {here}))"
    ).fetchone()
    assert found
    return int(found[0])


def delivered(folder: Path, label: str) -> tuple[Path, Path]:
    table = folder / label.replace(".", "/")
    return table / "part-000.parquet", table / "part-001.parquet"


def test_zone_cut_by_its_last_day_loses_and_doubles_no_row(
    raw: Path, contract: Contract, con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    days = zone.arrival_days(raw, contract)
    first = zone.deliver_first(raw, tmp_path, contract, zone.last_day(days))
    second = zone.deliver_second(raw, tmp_path, contract, zone.last_day(days))
    assert second > 0
    assert first + second == zone.row_count(raw)
    for label, file in zone.files_of(raw).items():
        assert differing_rows(con, delivered(tmp_path, label), file) == 0, label


def test_what_arrived_on_the_last_day_or_later_comes_second_and_nothing_else(
    raw: Path, contract: Contract, tmp_path: Path
) -> None:
    days = zone.arrival_days(raw, contract)
    zone.deliver_first(raw, tmp_path, contract, zone.last_day(days))
    zone.deliver_second(raw, tmp_path, contract, zone.last_day(days))
    arrivals = [
        (pd.read_parquet(part)["synced_at"], place)
        for label in ("landing.messages", "landing.product_events", "landing.orders")
        for place, part in enumerate(delivered(tmp_path, label))
        if part.exists()
    ]
    assert all((times < days.last).all() for times, place in arrivals if place == 0)
    assert all((times >= days.last).all() for times, place in arrivals if place == 1)
    assert {place for _, place in arrivals} == {0, 1}


def test_late_days_lose_and_double_no_row_and_only_arrive_later(
    raw: Path, contract: Contract, con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    days = zone.arrival_days(raw, contract)
    rule = zone.late_days(days)
    first = zone.deliver_first(raw, tmp_path, contract, rule)
    second = zone.deliver_second(raw, tmp_path, contract, rule)
    assert second > 0
    assert first + second == zone.row_count(raw)
    for label, file in zone.files_of(raw).items():
        arrival = contract.by_label[label].synced_at
        assert differing_rows(con, delivered(tmp_path, label), file, without=arrival) == 0, label
    late = pd.read_parquet(delivered(tmp_path, "landing.product_events")[1])
    start = pd.Timestamp(days.last) - pd.Timedelta(days=zone.LATE_DAYS - 1)
    assert (late["synced_at"] >= start).all()
    assert (late["occurred_at"] < start).all()


def test_second_delivery_adds_files_and_leaves_the_first_alone(raw: Path, contract: Contract, tmp_path: Path) -> None:
    rule = zone.last_day(zone.arrival_days(raw, contract))
    zone.deliver_first(raw, tmp_path, contract, rule)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.parquet")}
    zone.deliver_second(raw, tmp_path, contract, rule)
    after = {file: file.read_bytes() for file in tmp_path.rglob("*.parquet")}
    assert len(after) > len(before)
    assert {file: after[file] for file in before} == before
    found = discover(tmp_path, contract)
    found.raise_for_errors()
    assert sum(table.rows for table in found.found) == zone.row_count(raw)


# By hand: 2, 2, 2 and 1 rows a day; half of the middling day is 1, so the fourth day still counts; with 4, 4, 4 and 1
# it does not.
@pytest.mark.parametrize(("a_day", "last"), [(2, 4), (4, 3)])
def test_last_day_is_the_newest_with_half_of_a_middling_day(
    contract: Contract, tmp_path: Path, a_day: int, last: int
) -> None:
    days = [day for day in (1, 2, 3) for _ in range(a_day)] + [4]
    frame = pd.DataFrame(
        {
            "message_id": [str(number) for number in range(len(days))],
            "synced_at": [datetime(2026, 1, day, 6) for day in days],
        }
    )
    (tmp_path / "landing").mkdir()
    frame.to_parquet(tmp_path / "landing" / "messages.parquet")
    found = zone.arrival_days(tmp_path, contract)
    assert (found.first, found.last) == (datetime(2026, 1, 1), datetime(2026, 1, last))


def test_zone_without_messages_and_events_has_no_days(contract: Contract, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no table of messages or events"):
        zone.arrival_days(tmp_path, contract)


def test_limit_reads_every_key_once_and_writes_every_mart(raw: Path, contract: Contract, tmp_path: Path) -> None:
    built = tmp_path / "built.duckdb"
    with duckdb.connect(str(built)) as con:
        con.execute("create schema marts")
        con.execute(
            "create table marts.fct_orders as select 'c' || range % 7 as customer_id, range::double as amount, "
            "range % 2 = 0 as is_refunded, timestamp '2026-01-01' + to_days(range::int) as ordered_at from range(100)"
        )
        con.execute("create table marts.dim_dates as select range as day from range(31)")
    arguments = ["--raw", raw, "--built", built, "--database", tmp_path / "limit.duckdb", "--json", tmp_path / "l.json"]
    assert limit.main([str(argument) for argument in arguments]) == 0
    result = json.loads((tmp_path / "l.json").read_text())
    # By pandas, from the same files: rows that differ in their key.
    for label, file in zone.files_of(raw).items():
        keys = pd.read_parquet(file, columns=list(contract.by_label[label].key))
        assert result["rows"][label] == len(keys.drop_duplicates()), label
    assert tuple(result["parts"]) == limit.PARTS
    read = {label: pd.read_parquet(file) for label, file in zone.files_of(raw).items()}
    segment_ids = pd.concat([read[label]["id"] for label in limit.EVENTS if label.startswith("segment.")])
    events = read["landing.product_events"]["event_id"].nunique() + segment_ids.nunique()
    assert result["rows"]["events"] == events
    with duckdb.connect(str(tmp_path / "limit.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from marts.fct_orders").fetchone() == (100,)
        assert con.execute("select count(*) from marts.dim_dates").fetchone() == (31,)
        assert con.execute("select count(*) from conformed.events").fetchone() == (events,)
        own = read["landing.messages"]["message_id"].nunique()
        assert con.execute("select count(*) from conformed.messages where source_system = 'landing'").fetchone() == (
            own,
        )
        # Sessions by hand: of every message there is one, and no session is empty.
        assert con.execute("select sum(message_count) from conformed.sessions").fetchone() == (
            result["rows"]["messages"],
        )


def test_limit_keeps_the_latest_delivery(raw: Path, contract: Contract, tmp_path: Path) -> None:
    run_of = limit.Limit(raw, _empty_warehouse(tmp_path), tmp_path / "limit.duckdb", "1GB", contract)
    run_of._read(["zendesk.ticket_comment"])
    kept = run_of._con.execute('select id, _fivetran_synced as arrival from "zendesk.ticket_comment"').fetch_df()
    run_of.close()
    delivered_rows = pd.read_parquet(raw / "zendesk" / "ticket_comment.parquet")
    newest = delivered_rows.groupby("id")["_fivetran_synced"].max()
    assert len(newest) < len(delivered_rows), "the demo delivers some comments twice"
    assert kept.set_index("id")["arrival"].to_dict() == newest.to_dict()


def _empty_warehouse(folder: Path) -> Path:
    with duckdb.connect(str(folder / "empty.duckdb")) as con:
        con.execute("create schema marts")
    return folder / "empty.duckdb"


def test_memory_is_that_of_the_whole_process_tree(tmp_path: Path) -> None:
    grandchild = "import time; held = b'x' * 150_000_000; time.sleep(1.5)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    usage = run([sys.executable, "-c", child], log=tmp_path / "log", cwd=tmp_path, environment={})
    if usage.peak_memory_bytes is None:
        pytest.skip("this system has no /proc")
    assert usage.peak_memory_bytes > 150_000_000


def test_failed_command_tells_the_end_of_its_output(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    with pytest.raises(CommandFailedError, match=r"(?s)status 3.*the reason"):
        run(command, log=tmp_path / "log", cwd=tmp_path, environment={})


def test_operators_are_told_by_their_own_time() -> None:
    def operator(name: str, seconds: float, *children: dict[str, Any]) -> dict[str, Any]:
        return {
            "operator_name": name,
            "operator_timing": seconds,
            "operator_cardinality": 10,
            "extra_info": {"Conditions": ["a = b", "c|d"]},
            "children": list(children),
        }

    plan = {"latency": 9.0, "children": [operator("A", 1, operator("B ", 3, operator("C", 2)))]}
    assert [(found["operator"], found["seconds"]) for found in top_operators(plan)] == [("B", 3), ("C", 2), ("A", 1)]
    assert top_operators(plan)[0]["detail"] == "a = b, c/d"


def results() -> dict[str, Any]:
    """Two sizes whose figures are easy to compare: full builds of 20 and 200 s, the limit 10 s and 50 s."""

    def size(messages: int, full: float, limit_seconds: float, day: float, cpu: float) -> dict[str, Any]:
        usage = {"wall_seconds": full + 5, "cpu_seconds": 2 * full, "peak_memory_bytes": 3_000_000_000}
        return {
            "messages": messages,
            "threads": 2,
            "raw": {"rows": 10 * messages, "bytes": 5_000_000, "days": 182},
            "full": {**usage, "model_seconds": full, "database_bytes": 2_500_000_000},
            "limit": {
                **usage,
                "cpu_seconds": cpu,
                "seconds": limit_seconds,
                "parts": {"read": 4.0, "text": 6.0},
                "database_bytes": 10,
            },
            "day": {"second_rows": 77, "second": {**usage, "model_seconds": day}, "differing_marts": ["fct_orders"]},
            "slowest": [
                {
                    "model": "fct_messages",
                    "seconds": 8.25,
                    "alone_seconds": 4.0,
                    "rows": 1234,
                    "operators": [{"operator": "WINDOW", "detail": "a|b", "seconds": 2.5, "rows": 99}],
                }
            ],
        }

    return {
        "machine": {
            **{"cores": 2, "memory_bytes": 24e9, "system": "Linux", "architecture": "x86_64"},
            **{"python": "3.12.1", "duckdb": "1.5.5", "dbt": "1.12.6", "dbt_duckdb": "1.11.1"},
        },
        "memory_limit": "6GB",
        "late_days": 7,
        "held_back_percent": 1,
        "sizes": [size(1_000_000, 200, 50, 20, 160), size(100_000, 20, 10, 5, 80 / 3)],
    }


def test_tables_compare_each_size_with_its_limit() -> None:
    text = markdown(results())
    assert text.startswith("## Against the limit\n")
    # 20 / 10, 40 / 26.67, 5 of 20; 200 / 50, 400 / 160, 20 of 200. Nothing was measured of late days and publishing.
    assert "| 100,000 | 2 | 20.0 | 10.0 | 2.0 | 1.5 | 5.0 | 25 % | - | - | - |" in text
    assert "| 1,000,000 | 2 | 200.0 | 50.0 | 4.0 | 2.5 | 20.0 | 10 % | - | - | - |" in text
    # Ten times the messages: ten times the seconds, five times the limit (log10 5 = 0.70), four times the day (0.60).
    assert "| 100,000 to 1,000,000 | 1.00 | 0.70 | 0.60 | 0.00 |" in text
    assert "| 100,000 | 1,000,000 | 0.01 | 182 | 77 | - | 1 |" in text
    assert "| 100,000 | full build | 25.0 | 20.0 | 40.0 | 3.00 | 2.50 |" in text
    assert "| `fct_messages` | 8.2 | 4.0 | 1,234 | WINDOW (a/b) 2.50 s, 99 |" in text
    assert "2 cores (x86_64) with 24 GB of memory, DuckDB 1.5.5 with a memory limit of 6GB" in text


def test_figures_of_a_busy_machine_say_so() -> None:
    quiet, busy = results(), results()
    quiet["sizes"][0]["load_average"] = 1.5
    busy["sizes"][0]["load_average"] = 21.8
    assert "busy" not in markdown(quiet).partition("| Messages |")[0].partition("Measured on")[2]
    assert "up to 22 processes waiting for 2 cores" in markdown(busy)


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for block in markdown(results()).split("\n\n"):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.splitlines()}) == 1


def test_results_of_another_machine_are_not_continued(tmp_path: Path) -> None:
    from benchmarks.__main__ import results_so_far

    file = tmp_path / "results.json"
    file.write_text(json.dumps(results()), encoding="utf-8")
    with pytest.raises(ValueError, match="another machine"):
        results_so_far(file)
