"""The whole run on a small demo, twice, as a user starts it; then dbt alone, as an analyst starts it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from demo import truths
from tests.python.pipeline import PROJECT_DIR, Workplace

MARTS = {path.stem for path in (PROJECT_DIR / "models" / "marts").rglob("*.sql")}


def _share(marts: duckdb.DuckDBPyConnection, query: str) -> float:
    found = marts.sql(query).fetchone()
    assert found is not None
    return float(found[0])


def test_the_run_says_index_coverage_rows_checks_and_where_to_look(first: subprocess.CompletedProcess[str]) -> None:
    for expected in ("Empathy index", "95 % interval", "coverage", "fct_messages", "Checks:", "report/index.html"):
        assert expected in first.stdout


def test_every_mart_is_published(workplace: Workplace, marts: duckdb.DuckDBPyConnection) -> None:
    published = {row[0] for row in marts.sql("select table_name from information_schema.tables").fetchall()}
    assert published == MARTS
    manifest = json.loads((workplace.published / "current" / "manifest.json").read_text())
    assert set(manifest["row_counts"]) == MARTS
    assert all(count > 0 for count in manifest["row_counts"].values())


def test_same_input_same_figures(workplace: Workplace, first: subprocess.CompletedProcess[str]) -> None:
    """The second run is incremental; every row of every mart must be equal."""
    before = (workplace.published / "current").resolve()
    again = workplace.run()
    assert again.returncode == 0, again.stdout
    after = (workplace.published / "current").resolve()
    assert before != after
    with duckdb.connect() as connection:
        for name, build in (("before", before), ("after", after)):
            connection.execute(f"attach '{build / 'empathy.duckdb'}' as {name} (read_only)")
        for mart in sorted(MARTS):
            for one, other in (("before", "after"), ("after", "before")):
                sql = f"select * from {one}.marts.{mart} except all select * from {other}.marts.{mart}"
                assert connection.sql(sql).fetchall() == [], f"{mart}: only in the build {one}"


def test_dbt_alone_works_for_an_analyst(workplace: Workplace, first: subprocess.CompletedProcess[str]) -> None:
    """`dbt build` with unit and data tests, and `dbt docs generate`, in the warehouse that the run left."""
    built = workplace.dbt("build")
    assert built.returncode == 0, built.stdout[-4000:]
    assert "ERROR=0" in built.stdout
    documented = workplace.dbt("docs", "generate")
    assert documented.returncode == 0, documented.stdout[-2000:]


def test_dbt_without_landed_data_says_what_to_do(tmp_path: Path) -> None:
    empty = Workplace(tmp_path, tmp_path / "raw")
    done = empty.dbt("run")
    assert done.returncode != 0
    assert "make land" in done.stdout


def test_texts_are_read_again_when_the_lexicon_changes(
    workplace: Workplace, first: subprocess.CompletedProcess[str]
) -> None:
    """An incremental model must not keep what an older lexicon read: with another version, every text is unread."""
    with duckdb.connect(str(workplace.warehouse)) as connection:
        connection.execute("update intermediate.int_message_text set has_apology = not has_apology")
        connection.execute("update build_state.builds set version = 'older' where relation_name = 'int_message_text'")
    built = workplace.dbt("run", "--select", "int_message_text")
    assert built.returncode == 0, built.stdout
    with duckdb.connect(str(workplace.warehouse), read_only=True) as connection:
        differing = connection.sql(
            "select count(*) from intermediate.int_message_text join marts.fct_messages using (message_id) "
            "where int_message_text.has_apology <> fct_messages.has_apology"
        ).fetchone()
    assert differing == (0,)


def test_a_text_follows_its_message_into_another_thread(tmp_path: Path) -> None:
    """By hand: a ticket is split, so m2 moves from t1 to t2 while its words stay; the next run moves its text."""
    place = Workplace(tmp_path, tmp_path / "raw")
    landing = place.raw_dir / "landing"
    landing.mkdir(parents=True)
    (landing / "threads.csv").write_text(
        "thread_id,requester_id,channel,status,created_at\n"
        "t1,c1,email,open,2026-01-05 09:00:00\nt2,c1,email,open,2026-01-05 09:00:00\n"
    )
    for thread_of_second in ("t1", "t2"):
        (landing / "messages.csv").write_text(
            "message_id,thread_id,author_role,channel,sent_at,body\n"
            "m1,t1,customer,email,2026-01-05 10:00:00,Hello\n"
            f"m2,{thread_of_second},customer,email,2026-01-05 11:00:00,Good bye\n"
        )
        assert place.land().returncode == 0
        built = place.dbt(
            "build", "--select", "+int_message_text", "--resource-type", "seed", "--resource-type", "model"
        )
        assert built.returncode == 0, built.stdout[-2000:]
        with duckdb.connect(str(place.warehouse), read_only=True) as connection:
            found = connection.sql(
                "select native_thread_id from intermediate.int_message_text "
                "join intermediate.int_threads using (thread_id) order by body_characters"
            ).fetchall()
        assert found == [("t1",), (thread_of_second,)]


# The planted effects, found in the marts. Tolerances cover sampling at this size (three standard errors or more).


def test_planted_automatic_acknowledgments(marts: duckdb.DuckDBPyConnection) -> None:
    share = _share(
        marts,
        "select avg((auto_ack_at is not null)::int) from marts.fct_sessions "
        "where session_seq = 1 and not is_proactive and channel in ('email', 'web_form')",
    )
    assert share == pytest.approx(truths.ACK_SHARE, abs=0.06)


def test_an_automatic_acknowledgment_is_no_response(marts: duckdb.DuckDBPyConnection) -> None:
    counted = marts.sql(
        "select count(*) from marts.fct_messages where is_auto_acknowledgment and is_first_response"
    ).fetchone()
    assert counted == (0,)


def test_planted_slow_stage(marts: duckdb.DuckDBPyConnection) -> None:
    ratio = _share(
        marts,
        "select exp(avg(ln(first_human_response_seconds)) filter (journey_stage = 'conversion') "
        "- avg(ln(first_human_response_seconds)) filter (journey_stage <> 'conversion')) "
        "from marts.fct_sessions where channel in ('email', 'web_form') and session_seq = 1 and not is_proactive "
        "and first_human_response_seconds > 0",
    )
    assert ratio == pytest.approx(truths.SLOW_STAGE_FACTOR, rel=0.3)


def test_planted_best_segment_in_the_scorecard(marts: duckdb.DuckDBPyConnection) -> None:
    shares = dict(
        marts.sql(
            "select segment, sum(numerator) / sum(denominator) from marts.fct_metric_values "
            "where metric_id = 'csat_rate' and journey_stage = 'all' and period_grain = 'quarter' group by segment"
        ).fetchall()
    )
    gain = shares["enterprise"] - shares["consumer"]
    assert gain == pytest.approx(truths.BEST_SEGMENT_CSAT_POINTS, abs=0.08)


def test_planted_repeat_contacts(marts: duckdb.DuckDBPyConnection) -> None:
    share = _share(marts, "select avg(is_repeat_contact_7d::int) from marts.fct_sessions")
    assert truths.REPEAT_SHARE - 0.03 < share < truths.REPEAT_SHARE + 0.06


def test_planted_reopens(marts: duckdb.DuckDBPyConnection) -> None:
    share = _share(
        marts,
        "select avg((reopen_count > 0)::int) from marts.fct_threads "
        "where human_reply_count > 0 and resolution_count > 0",
    )
    assert share == pytest.approx(truths.REOPENED_SHARE, abs=0.04)


def test_deactivated_agents_stay_human(marts: duckdb.DuckDBPyConnection) -> None:
    """Every assignee who wrote is an agent, whatever the helpdesk's role column says today."""
    counted = marts.sql(
        "select count(*) from marts.fct_messages join marts.dim_agents on author_id = agent_id "
        "where fct_messages.author_role = 'customer' and dim_agents.author_role = 'human_agent'"
    ).fetchone()
    assert counted == (0,)


def test_no_text_name_or_address_reaches_a_mart(workplace: Workplace, marts: duckdb.DuckDBPyConnection) -> None:
    columns = marts.sql(
        "select table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
    ).fetchall()
    for table, column in columns:
        found = marts.sql(
            f"select count(*) from marts.{table} where {column} like '%@%' or length({column}) > 400"
        ).fetchone()
        assert found == (0,), f"{table}.{column}"


def test_the_metric_dictionary_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.metric_dictionary", "--check"],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
