"""Sessions: one row each, in a thread that exists, ending after they start."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import (
    Rule,
    between,
    has_rows,
    in_set,
    no_row_where,
    refers_to,
    unique,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique("session_id", "Look for a join in the model that multiplies rows."),
        refers_to(
            "thread_id",
            "marts.fct_threads",
            "thread_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        in_set(
            "journey_stage",
            (
                "awareness",
                "consideration",
                "conversion",
                "onboarding",
                "retention",
                "expansion",
                "unknown",
            ),
            "Add the stage to the vocabulary or map it.",
        ),
        between("first_response_seconds", 0, None, "A response cannot precede the arrival."),
        between(
            "first_bot_response_seconds",
            0,
            None,
            "A response cannot precede the arrival.",
        ),
        between(
            "first_human_response_seconds",
            0,
            None,
            "A response cannot precede the arrival.",
        ),
        between(
            "first_human_response_business_seconds",
            0,
            None,
            "A response cannot precede the arrival.",
        ),
        between("resolution_seconds", 0, None, "A response cannot precede the arrival."),
        in_set(
            "ai_role",
            ("none", "full_handling", "knowledge_retrieval", "triage", "first_response"),
            "The model is wrong, not the data: see the SQL of int_session_escalations.",
        ),
        no_row_where(
            "promises_are_counted_once",
            "promise_kept_count + promise_broken_count > promise_count",
            "{failing} of {total} sessions have more promises kept or broken than given: {examples}.",
            "The model is wrong, not the data: see the SQL of int_promises.",
            column="session_id",
        ),
        no_row_where(
            "sessions_end_after_they_start",
            "ended_at < started_at",
            "{failing} of {total} sessions end before they start: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="session_id",
        ),
    ]
