"""Handoffs: one row each, in a session that exists, with moments in their order and scores on their scale."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR, WARNING
from orchestration.defs.quality.rules import (
    Rule,
    between,
    in_set,
    no_row_where,
    refers_to,
    unique,
)

WRONG_MODEL = "The model is wrong, not the data: see the SQL of int_handoffs."


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("handoff_id", "Look for a join in the model that multiplies rows."),
        refers_to(
            "session_id",
            "marts.fct_sessions",
            "session_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        in_set("handoff_type", ("bot_to_human", "human_to_human"), WRONG_MODEL),
        in_set("announcement_method", ("announcement", "assignment", "first_human_message"), WRONG_MODEL),
        between("handoff_seconds", 0, None, WRONG_MODEL),
        between("queue_seconds", 0, None, "A handoff record has an acceptance before its queue: see the source."),
        between("max_silence_seconds", 0, None, WRONG_MODEL),
        between("context_completeness", 0, 1, WRONG_MODEL),
        between("queue_score", 0, 100, WRONG_MODEL),
        between("handoff_quality_score", 0, 100, WRONG_MODEL),
        between("handoff_quality_coverage", 0, 1, WRONG_MODEL),
        between("handoff_csat_score", 0, 100, "A survey answer is off its scale: see fct_survey_answers."),
        no_row_where(
            "unanswered_handoffs_have_no_latency",
            "first_human_message_at is null and handoff_seconds is not null",
            "{failing} of {total} handoffs have a latency without an answer: {examples}.",
            WRONG_MODEL,
            column="handoff_id",
        ),
        no_row_where(
            "clean_handoffs_are_complete",
            "is_clean and (context_completeness < 1 or is_restated)",
            "{failing} of {total} handoffs are clean though incomplete or restated: {examples}.",
            WRONG_MODEL,
            column="handoff_id",
        ),
        no_row_where(
            "handoffs_are_accepted_before_the_answer",
            "accepted_at > first_human_message_at",
            "{failing} of {total} handoffs are accepted after the person wrote: {examples}.",
            "A handoff record has a late acceptance, or its clock differs from the helpdesk's: see the source.",
            column="handoff_id",
            severity=WARNING,
        ),
    ]
