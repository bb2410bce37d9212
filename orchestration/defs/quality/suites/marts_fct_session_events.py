"""Events of sessions: one row each, in a session that exists, numbered in the order of their times."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import (
    Rule,
    has_rows,
    in_set,
    not_null,
    refers_to,
    unique,
    unique_together,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique("event_id", "Look for a join in the model that multiplies rows."),
        unique_together(("session_id", "event_seq"), "The order of events is not decided: see the model."),
        not_null("occurred_at", "An event without a time has no place in the order: see the model."),
        refers_to(
            "session_id",
            "marts.fct_sessions",
            "session_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        in_set(
            "record_type",
            ("message", "thread_event", "session", "generation", "handoff", "promise", "survey_answer"),
            "The model is wrong, not the data: see the SQL of this mart.",
        ),
    ]
