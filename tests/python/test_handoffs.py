"""Handoffs, handover rules and promises of conversations written by hand, through landing and the real models.

Belongs here: what only the whole chain can show, from the words of a conversation to the facts. The rules of single
models are dbt unit tests. Every expected value is counted from the times and texts below.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.pipeline import Workplace

Row = dict[str, Any]
ROLES = {"c": "customer", "b": "bot", "h": "human_agent"}

# Thread -> (channel, lines of "minute:second role text"). All on 5 January 2026 from 10:00.
TALKS: dict[str, tuple[str, list[str]]] = {
    "clean": (
        "live_chat",
        [
            "00:00 c My invoice 4711 was charged twice this month.",
            "00:10 b You find all invoices on the billing page. Did this solve it?",
            "01:00 c No, please let me talk to a human.",
            "01:10 b I am connecting you with a colleague from our billing team.",
            "02:00 b Still looking for somebody, please stay here.",
            "04:10 h Hello, I see that invoice 4711 was charged twice. I have refunded the second payment.",
            "05:00 c Great, thank you!",
        ],
    ),
    "blind": (
        "live_chat",
        [
            "00:00 c The printer module crashes when I open the quarterly report.",
            "00:10 b Please restart the program. Did this solve it?",
            "01:00 c That did not help.",
            "01:10 b A colleague takes over from here.",
            "03:10 h Hello, can you describe when the printer module crashes? Which report do you open?",
            "04:00 c As I said already, the printer module crashes when I open the quarterly report.",
            "09:00 h It is fixed now.",
        ],
    ),
    "abandoned": (
        "live_chat",
        [
            "00:00 c I cannot log in.",
            "00:10 b Reset it here.",
            "00:40 c Agent please",
            "00:50 b A colleague takes over.",
        ],
    ),
    "failed_twice": (
        "live_chat",
        [
            "00:00 c My export is empty.",
            "00:10 b Try another browser.",
            "01:00 c That did not work.",
            "01:10 b Clear the cache.",
            "02:00 c It is still not working.",
            "02:10 b Restart the computer.",
            "03:00 c This did not help.",
            "03:10 b Open the help centre.",
            "04:00 c ok",
        ],
    ),
    "failed_twice_and_offered": (
        "live_chat",
        [
            "00:00 c My export is empty.",
            "00:10 b Try another browser.",
            "01:00 c That did not work.",
            "01:10 b Clear the cache.",
            "02:00 c It is still not working.",
            "02:10 b A colleague takes over from here.",
            "03:00 h I am on it.",
        ],
    ),
    "ignored_prompts": (
        "live_chat",
        [
            "00:00 c My export is empty.",
            "00:10 b Which browser do you use?",
            "05:00 b Are you still there?",
            "10:00 b May I close this conversation?",
        ],
    ),
    "billing": (
        "email",
        [
            "00:00 c You charged me again, for the third month. I wrote to you many times about this invoice.",
            "10:00 h I will check this with our billing team and you will hear from me within two hours.",
        ],
    ),
    "billing_kept": (
        "email",
        [
            "00:00 c You charged me again, for the third month.",
            "10:00 h I will check this with our billing team and you will hear from me within two hours.",
            "129:00 h The wrong charge is refunded.",
        ],
    ),
}
SOLVED = {"clean": "06:00", "blind": "10:00"}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[tuple[Any, ...]]]:
    folder = tmp_path_factory.mktemp("handoffs")
    raw = folder / "raw"
    threads, messages, events = [], [], []
    for thread, (channel, lines) in TALKS.items():
        customer = f"u-{thread}"
        threads.append({
            "thread_id": thread, "requester_id": customer, "channel": channel, "created_at": _at("00:00"),
        })  # fmt: skip
        for number, line in enumerate(lines):
            moment, role, body = line.split(" ", 2)
            author = {"c": customer, "b": "robo"}.get(role, "anna")
            messages.append({
                "message_id": f"{thread}:{number}", "thread_id": thread, "author_id": author, "body": body,
                "author_role": ROLES[role], "sent_at": _at(moment), "language": "en",
            })  # fmt: skip
        for moment, status in [("00:00", "open")] + ([(SOLVED[thread], "solved")] if thread in SOLVED else []):
            events.append({
                "event_id": f"{thread}:{status}", "thread_id": thread, "event_type": "status", "value": status,
                "occurred_at": _at(moment),
            })  # fmt: skip
    events.append({
        "event_id": "clean:taken", "thread_id": "clean", "event_type": "assignee", "value": "anna",
        "occurred_at": _at("03:40"),
    })  # fmt: skip
    _write(raw / "landing" / "threads.jsonl", threads)
    _write(raw / "landing" / "messages.jsonl", messages)
    _write(raw / "landing" / "thread_events.jsonl", events)
    _write(raw / "assistant" / "conversations.jsonl", [{
        "conversation_id": "a-clean", "channel": "widget", "helpdesk_source": "landing", "helpdesk_thread_id": "clean",
        "created_at": _at("00:00"),
    }])  # fmt: skip
    _write(raw / "assistant" / "messages.jsonl", [{
        "message_id": "a-1", "conversation_id": "a-clean", "helpdesk_message_id": "clean:1", "author_type": "assistant",
        "body": None, "sent_at": _at("00:10"),
    }])  # fmt: skip
    _write(raw / "assistant" / "handoffs.jsonl", [{
        "handoff_id": "a-h", "conversation_id": "a-clean", "trigger": "user_request", "issue_summary": "Charged twice",
        "user_emotion": "calm", "attempted_solutions": "Billing page", "metadata": "invoice 4711",
        "summarised_at": _at("01:05"), "announced_at": _at("01:10"), "queued_at": _at("01:20"),
        "accepted_at": _at("03:50"),
    }])  # fmt: skip
    workplace = Workplace(folder, raw)
    landed = workplace.land()
    assert landed.returncode == 0, landed.stdout + landed.stderr
    built = workplace.dbt(
        *("build", "--select", "+fct_handoffs", "+fct_sessions", "+fct_session_events"),
        *("--resource-type", "model", "--resource-type", "seed"),
        EMPATHY_AS_OF="2026-02-01 00:00:00",
    )
    assert built.returncode == 0, built.stdout[-3000:]

    def run(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(workplace.warehouse), read_only=True) as connection:
            return connection.sql(query).fetchall()

    return run


def _at(moment: str) -> str:
    minute, second = map(int, moment.split(":"))
    return f"2026-01-05 {10 + minute // 60:02}:{minute % 60:02}:{second:02}"


def _write(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def handoff(ask: Callable[[str], list[tuple[Any, ...]]], thread: str, columns: str) -> tuple[Any, ...]:
    (row,) = ask(
        f"select {columns} from marts.fct_handoffs join intermediate.int_threads using (thread_id) "
        f"where native_thread_id = '{thread}'"
    )
    return row


def session(ask: Callable[[str], list[tuple[Any, ...]]], thread: str, columns: str) -> tuple[Any, ...]:
    (row,) = ask(
        f"select {columns} from marts.fct_sessions join intermediate.int_threads using (thread_id) "
        f"where native_thread_id = '{thread}'"
    )
    return row


def test_a_clean_handoff(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    """Announced 1:10, queued 1:20, accepted 3:50 (150 s), heard at 2:00, answered 4:10: silence 130 s, latency 180 s.

    The target of a live chat is 300 s, so the queue scores 100; all four elements 100; solved after 100: quality 100.
    """
    assert handoff(ask, "clean", "handoff_seconds, queue_seconds, max_silence_seconds") == (180, 150, 130)
    assert handoff(ask, "clean", "announcement_method, escalation_trigger") == ("announcement", "user_request")
    assert handoff(ask, "clean", "context_completeness, handoff_quality_score, handoff_quality_coverage") == (1, 100, 1)
    assert handoff(ask, "clean", "is_clean, is_restated, is_agent_blind") == (True, False, False)
    assert handoff(ask, "clean", "is_followed_through, is_abandoned, is_recorded") == (True, False, True)
    assert handoff(ask, "clean", "has_structured_summary, has_expectation_statement") == (True, True)


def test_a_blind_handoff_in_which_the_customer_repeats_the_issue(
    ask: Callable[[str], list[tuple[Any, ...]]],
) -> None:
    """No record and no note hands nothing over: completeness 0; no assignment, so the answer is the acceptance: 120 s.

    Quality: queue 100, completeness 0, follow-through 100, in equal parts 66.67.
    """
    assert handoff(ask, "blind", "is_restated, is_agent_blind, is_clean") == (True, True, False)
    assert handoff(ask, "blind", "context_completeness, handoff_seconds, queue_seconds") == (0, 120, 120)
    assert handoff(ask, "blind", "handoff_quality_score")[0] == pytest.approx(200 / 3)
    assert handoff(ask, "blind", "is_recorded, has_structured_summary, has_agent_digest") == (False, False, False)


def test_an_abandoned_handoff(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    """Nobody answered: censored, silent from 10:00:50 on 5 January to 1 February 00:00: 26 days 13:59:10, 2296750 s."""
    assert handoff(ask, "abandoned", "handoff_seconds, queue_seconds, accepted_at") == (None, None, None)
    assert handoff(ask, "abandoned", "is_abandoned, is_followed_through, is_restated") == (True, False, None)
    assert handoff(ask, "abandoned", "max_silence_seconds") == (26 * 86400 + 13 * 3600 + 59 * 60 + 10,)
    assert handoff(ask, "abandoned", "handoff_quality_score") == (0,)


def test_a_customer_failed_twice_is_offered_a_person(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    """The second failure is at 2:00. Two more answers of the bot and no offer is a missed handover."""
    assert session(ask, "failed_twice", "is_missed_handover, is_escalated, ai_role") == (True, False, "full_handling")
    assert session(ask, "failed_twice_and_offered", "is_missed_handover, is_escalated, escalation_trigger") == (
        False,
        True,
        "two_failures",
    )


def test_a_customer_who_ignores_two_prompts_goes_to_a_specialist(
    ask: Callable[[str], list[tuple[Any, ...]]],
) -> None:
    """The first two prompts are followed up after minutes without an answer, and nobody is offered."""
    assert session(ask, "ignored_prompts", "is_missed_handover, handoff_count, failure_stage") == (True, 0, "handoff")


def test_a_promise_of_two_hours_is_kept_or_broken(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    """Promised at 10:10, due at 12:10: an answer at 12:09 keeps it, none breaks it."""
    columns = "promise_count, promise_kept_count, promise_broken_count"
    assert session(ask, "billing", columns) == (1, 0, 1)
    assert session(ask, "billing_kept", columns) == (1, 1, 0)
    due = ask(
        "select event_value, occurred_at::varchar from marts.fct_session_events "
        "where event_type = 'promise_due' order by event_value"
    )
    assert due == [("broken", "2026-01-05 12:10:00"), ("kept", "2026-01-05 12:10:00")]


def test_the_chain_of_a_session_can_be_told_in_order(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    """Each line of the conversation, its events and its handoff stand once, in the order of their times."""
    (row,) = ask(
        "select string_agg(event_type, ' ' order by event_seq) from marts.fct_session_events "
        "join intermediate.int_threads using (thread_id) where native_thread_id = 'clean'"
    )
    assert row[0] == (
        "arrival message status message message message handoff_announced message assignment handoff_accepted message "
        "message resolution"
    )
