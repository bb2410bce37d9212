"""The data checks: bad deliveries are stopped or told, with table, column, examples and what to do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from orchestration.defs.landing.contract import load_contract
from orchestration.defs.landing.land import land
from orchestration.defs.quality.client import CheckProcess
from orchestration.defs.quality.engine_macros import sql_of
from orchestration.defs.quality.results import CheckResult, count_by_status
from orchestration.settings import PROJECT_DIR, Settings, load_settings

ROWS = 200
THREADS = (
    "select i::varchar as thread_id, 'email' as channel, timestamp '2026-01-01' as created_at "
    "from range({rows}) as r(i)"
)
MESSAGES = (
    "select i::varchar as message_id, i::varchar as thread_id, 'customer' as author_role, "
    "'2026-01-01 10:00:00' as sent_at, 'true' as is_public, '0.5' as confidence from range({rows}) as r(i)"
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("quality")
    return load_settings(
        {
            "EMPATHY_RAW_DIR": str(folder / "raw"),
            "EMPATHY_WAREHOUSE": str(folder / "warehouse.duckdb"),
            "EMPATHY_PUBLISH_DIR": str(folder / "published"),
        }
    )


@pytest.fixture(scope="module")
def checks(settings: Settings) -> Iterator[CheckProcess]:
    process = CheckProcess(settings)
    process.start()
    yield process
    process.stop()


def _deliver(settings: Settings, messages: str, threads: str = THREADS.format(rows=ROWS)) -> None:
    folder = settings.raw_dir / "landing"
    folder.mkdir(parents=True, exist_ok=True)
    duckdb.sql(threads).write_parquet(str(folder / "threads.parquet"))
    duckdb.sql(messages).write_parquet(str(folder / "messages.parquet"))
    land(settings.warehouse, settings.raw_dir, load_contract(PROJECT_DIR / "models"))


def _raw(settings: Settings, checks: CheckProcess) -> dict[str, CheckResult]:
    """Failed, warned and skipped results by name of the rule or, for skipped ones, of the suite."""
    results = checks.run("raw", settings.notes_dir / "data_docs")
    return {result.name.removeprefix("raw_landing_"): result for result in results if result.status != "passed"}


def _changed(change: str) -> str:
    return f"select * replace ({change}) from ({MESSAGES.format(rows=ROWS)})"


def test_a_good_delivery_passes_and_absent_tables_are_said(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, MESSAGES.format(rows=ROWS))
    results = checks.run("raw", settings.notes_dir / "data_docs")
    counts = count_by_status(results)
    assert counts["failed"] == counts["warned"] == 0
    assert counts["passed"] > 10
    skipped = {result.table for result in results if result.status == "skipped"}
    assert {"raw_landing.orders", "raw_zendesk.ticket"} <= skipped
    assert "raw_landing.messages" not in skipped


def test_the_file_is_free_for_dbt_after_the_checks(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, MESSAGES.format(rows=ROWS))
    checks.run("raw", settings.notes_dir / "data_docs")
    code = (
        f"import duckdb; duckdb.connect({str(settings.warehouse)!r}).execute('create or replace table t as select 1')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_data_docs_are_written(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, MESSAGES.format(rows=ROWS))
    checks.run("raw", settings.notes_dir / "data_docs")
    checks.finish()
    assert (settings.notes_dir / "data_docs" / "raw" / "index.html").exists()


def test_an_event_in_the_future_stops_the_run(settings: Settings, checks: CheckProcess) -> None:
    future = (datetime.now(UTC) + timedelta(days=40)).strftime("%Y-%m-%d 00:00:00")
    _deliver(settings, _changed(f"case when message_id = '7' then '{future}' else sent_at end as sent_at"))
    result = _raw(settings, checks)["messages.sent_at_is_not_in_the_future"]
    assert result.status == "failed"
    for part in ("raw_landing.messages · column sent_at", "1 of 200 rows", future, "Correct or remove"):
        assert part in result.message


def test_a_time_long_ago_is_told(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, _changed("case when message_id = '7' then '1970-01-01' else sent_at end as sent_at"))
    result = _raw(settings, checks)["messages.sent_at_is_not_long_ago"]
    assert result.status == "warned"
    assert "1970-01-01" in result.message


def test_some_unreadable_rows_are_left_to_quarantine(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, _changed("case when message_id = '7' then '13/45/2026' else sent_at end as sent_at"))
    assert not any(result.status == "failed" for result in _raw(settings, checks).values())


def test_a_column_that_is_misread_stops_the_run(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, _changed("'13/45/2026' as sent_at, 'maybe' as is_public"))
    result = _raw(settings, checks)["messages.columns_are_readable"]
    assert result.status == "failed"
    for part in ("column sent_at: 200 of 200 rows (100.0%)", "timestamp", "13/45/2026", "column is_public", "boolean"):
        assert part in result.message


def test_a_required_column_that_is_mostly_empty_stops_the_run(settings: Settings, checks: CheckProcess) -> None:
    _deliver(
        settings,
        _changed("case when i < 50 then null else thread_id end as thread_id").replace("select i::", "select i, i::"),
    )
    result = _raw(settings, checks)["messages.thread_id_is_filled"]
    assert result.status == "failed"
    assert "50 of 200 rows (25.0%) are empty; at most 5% may be." in result.message


def test_an_empty_required_table_stops_the_run(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, MESSAGES.format(rows=0))
    result = _raw(settings, checks)["messages.has_rows"]
    assert result.status == "failed"
    assert "the table is empty" in result.message


def test_keys_delivered_twice_are_told(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, f"{MESSAGES.format(rows=ROWS)} union all {MESSAGES.format(rows=3)}")
    result = _raw(settings, checks)["messages.keys_are_delivered_once"]
    assert result.status == "warned"
    assert "3 of 203 rows repeat a key, for example 0, 1, 2" in result.message


def test_values_beyond_their_scale_and_unknown_words_are_told(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, _changed("'50' as confidence, 'robot' as author_role"))
    found = _raw(settings, checks)
    assert "200 of 200 values lie outside 0 to 1: 50" in found["messages.confidence_is_in_range"].message
    assert "robot" in found["messages.author_role_is_known"].message
    assert {result.status for result in found.values()} <= {"warned", "skipped"}


def test_rows_without_their_parent_are_told(settings: Settings, checks: CheckProcess) -> None:
    _deliver(settings, MESSAGES.format(rows=ROWS), threads=THREADS.format(rows=100))
    result = _raw(settings, checks)["messages.thread_id_is_in_threads"]
    assert result.status == "warned"
    assert "100 of 200 rows (50.0%) name a thread_id that raw_landing.threads lacks" in result.message


def _built(settings: Settings, checks: CheckProcess, *statements: str) -> dict[str, CheckResult]:
    with duckdb.connect(str(settings.warehouse)) as con:
        for schema in ("quarantine", "marts"):
            con.execute(f"drop schema if exists {schema} cascade")
            con.execute(f"create schema {schema}")
        for statement in statements:
            con.execute(statement)
    results = checks.run("built", settings.notes_dir / "data_docs")
    return {result.name: result for result in results if result.status in ("failed", "warned")}


@pytest.mark.parametrize(("left_out", "statuses"), [(0, []), (3, ["warned"]), (30, ["failed", "warned"])])
def test_quarantine_warns_of_any_row_and_stops_above_five_percent(
    settings: Settings, checks: CheckProcess, left_out: int, statuses: list[str]
) -> None:
    _deliver(settings, MESSAGES.format(rows=ROWS))
    found = _built(
        settings,
        checks,
        "create table quarantine.landing_messages as select 'unreadable' as rule, 'sent_at: cannot read' as reason, "
        f"'' as row_key, '' as raw_row, 1 as row_count from range({left_out}) "
        "union all select 'duplicate_delivery', null, null, null, 90",
    )
    assert sorted(result.status for result in found.values()) == statuses
    for result in found.values():
        assert f"{left_out} of 200 delivered rows" in result.message
        assert "sent_at: cannot read" in result.message


def test_a_wrong_mart_stops_the_run_with_examples(settings: Settings, checks: CheckProcess) -> None:
    found = _built(
        settings,
        checks,
        "create table marts.dim_channels (channel text, channel_family text)",
        "insert into marts.dim_channels values ('email', 'email'), ('email', null)",
        "create table marts.empathy_index_contributions as select 1.4 as weight, 50.0 as score, 70.0 as contribution",
    )
    assert (
        "2 of 2 rows share their key with another, for example email"
        in found["marts_dim_channels.channel_is_unique"].message
    )
    assert "1 of 2 rows (50.0%) are empty" in found["marts_dim_channels.channel_family_is_filled"].message
    assert "above 1: 1.4" in found["marts_empathy_index_contributions.weight_is_in_range"].message
    assert all(result.status == "failed" for result in found.values())


def test_a_check_that_cannot_run_fails(settings: Settings, checks: CheckProcess) -> None:
    """A renamed column must not look like a passed check."""
    found = _built(
        settings, checks, "create table marts.dim_channels as select 'email' as name, 'email' as channel_family"
    )
    assert found["marts_dim_channels.channel_is_unique"].status == "failed"
    assert "could not run" in found["marts_dim_channels.channel_is_unique"].message


@pytest.mark.parametrize(
    ("data_type", "text", "value"),
    [
        ("bigint", " 12.0 ", 12),
        ("bigint", "12.7", None),
        ("boolean", "Yes", True),
        ("timestamp", "2026-02-03T04:05:06+02:00", datetime(2026, 2, 3, 2, 5, 6)),
        ("timestamp", "03/02/2026", None),
    ],
)
def test_checks_read_values_as_staging_does(data_type: str, text: str, value: object) -> None:
    """One rule, in macros/engine/read_as.sql: what counts as unreadable here goes to quarantine there."""
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        reading = sql_of("read_as", "given", data_type, "VARCHAR")
        assert con.execute(f"select {reading} from (select ? as given)", [text]).fetchone() == (value,)


def test_checks_read_times_in_utc_within_their_memory_whatever_the_machine(settings: Settings) -> None:
    zone = "import os, time; os.environ['TZ'] = 'Asia/Tokyo'; time.tzset(); "
    code = (
        "import sqlalchemy; from pathlib import Path; "
        "from orchestration.defs.quality.dialect import connection_string; "
        f"engine = sqlalchemy.create_engine(connection_string(Path({str(settings.warehouse)!r}), '512MiB')); "
        "settings = \"select current_setting('TimeZone') || ' ' || current_setting('memory_limit')\"; "
        "print(engine.connect().exec_driver_sql(settings).scalar())"
    )
    done = subprocess.run(
        [sys.executable, "-c", zone + code], cwd=PROJECT_DIR, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "UTC 512.0 MiB", done.stderr
