"""Bad deliveries through the whole run: what is said, what is kept, and that readers keep the last good build.

What stops a run before anything is built (empty and truncated files, encodings, missing columns, clashing parts) is
tested in test_landing.py, the rules of the raw checks in test_quality.py; here are those that only the models see.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.python.pipeline import Workplace

HEADER = "message_id,thread_id,author_role,channel,sent_at,body,synced_at\n"
THREADS = "thread_id,requester_id,channel,status,created_at,synced_at\n"


def _messages(count: int) -> list[str]:
    return [
        f"m{number},t{number // 2},{'customer' if number % 2 == 0 else 'human_agent'},email,"
        f"2026-01-{1 + number // 8:02d} {10 + number % 8:02d}:00:00,Hello there,2026-02-01 00:00:00\n"
        for number in range(count)
    ]


def _deliver(raw: Path, messages: list[str], thread_channel: str = "email") -> None:
    landing = raw / "landing"
    shutil.rmtree(landing, ignore_errors=True)
    landing.mkdir(parents=True)
    (landing / "messages.csv").write_text(HEADER + "".join(messages), encoding="utf-8")
    threads = "".join(
        f"t{number},c{number},{thread_channel},solved,2026-01-{1 + number // 4:02d} 09:00:00,2026-02-01 00:00:00\n"
        for number in range(40)
    )
    (landing / "threads.csv").write_text(THREADS + threads, encoding="utf-8")


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A desk with 80 good messages and one published build."""
    folder = tmp_path_factory.mktemp("bad_input")
    place = Workplace(folder, folder / "raw")
    _deliver(place.raw_dir, _messages(80))
    done = place.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def _quarantine(workplace: Workplace) -> list[tuple[str, str, int]]:
    with duckdb.connect(str(workplace.warehouse), read_only=True) as connection:
        return connection.sql(
            "select rule, coalesce(reason, ''), row_count from quarantine.landing_messages order by all"
        ).fetchall()


def test_unreadable_and_duplicate_rows_are_kept_aside_counted_and_told(workplace: Workplace) -> None:
    messages = _messages(80)
    messages[3] = messages[3].replace("2026-01-01 13:00:00", "13/45/2026")
    messages.append(messages[10].replace("Hello there", "An earlier delivery").replace("2026-02-01", "2026-01-31"))
    _deliver(workplace.raw_dir, messages)
    done = workplace.run()
    assert done.returncode == 0, done.stdout
    assert _quarantine(workplace) == [
        ("duplicate_delivery", "", 1),
        ("unreadable", 'sent_at: cannot read "13/45/2026" as timestamp', 1),
    ]
    assert "landing_messages" in done.stdout or "landing.messages" in done.stdout
    with duckdb.connect(str(workplace.current), read_only=True) as connection:
        assert connection.sql("select count(*) from marts.fct_messages").fetchone() == (79,)


def test_an_unknown_channel_stops_the_run_names_the_word_and_the_seed(workplace: Workplace) -> None:
    before = (workplace.published / "current").resolve()
    _deliver(workplace.raw_dir, _messages(80), thread_channel="carrier_pigeon")
    done = workplace.run()
    assert done.returncode == 1
    assert "carrier_pigeon" in done.stdout
    assert "channel_mappings" in done.stdout
    assert before.name in done.stdout, "the reader is told which build stays"
    assert (workplace.published / "current").resolve() == before


def test_a_table_whose_rows_are_all_unreadable_stops_the_run(workplace: Workplace) -> None:
    before = (workplace.published / "current").resolve()
    _deliver(workplace.raw_dir, [line.replace("2026-01-", "January ") for line in _messages(80)])
    done = workplace.run()
    assert done.returncode == 1
    assert "sent_at" in done.stdout
    assert "messages" in done.stdout
    assert (workplace.published / "current").resolve() == before
