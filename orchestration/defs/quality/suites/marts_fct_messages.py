"""Messages: every one in a session that exists, scores on their scales."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import (
    Rule,
    between,
    has_rows,
    in_set,
    no_row_where,
    not_null,
    refers_to,
    unique,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique("message_id", "Look for a join in the model that multiplies rows."),
        not_null("thread_id", "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "conversation_messages_have_a_session",
            "session_id is null and is_public and author_role in ('customer', 'human_agent')",
            "{failing} of {total} public messages of people are in no session: {examples}.",
            "Look at the session model: each public message of a person belongs to one session.",
            column="session_id",
            example="message_id",
        ),
        refers_to(
            "session_id",
            "marts.fct_sessions",
            "session_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        in_set(
            "author_role",
            ("customer", "bot", "human_agent", "system"),
            "The model is wrong, not the data: see the SQL of this mart.",
        ),
        between("tone_alignment_score", 0, 100, "Tone scores run from 0 to 100."),
        between("acknowledgment_score", 1, 5, "Rubric scores run from 1 to 5."),
        between("clarity_score", 1, 5, "Rubric scores run from 1 to 5."),
        between("reassurance_score", 1, 5, "Rubric scores run from 1 to 5."),
        between("accountability_score", 1, 5, "Rubric scores run from 1 to 5."),
        between("appropriateness_score", 1, 5, "Rubric scores run from 1 to 5."),
        between("template_share", 0, 1, "A share lies within 0 and 1."),
        between(
            "reply_seconds",
            0,
            None,
            "A reply cannot precede the message that it answers.",
        ),
    ]
