"""Consent at the moment of each marketing message: one row per send."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import Rule, no_row_where, refers_to, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("send_id", "Look for a join in the model that multiplies rows."),
        refers_to(
            "send_id",
            "marts.fct_marketing_sends",
            "send_id",
            "The models disagree about which sends exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        no_row_where(
            "who_consented_was_not_sent_to_without_consent",
            "has_marketing_consent is true and is_sent_without_consent",
            "{failing} of {total} sends contradict themselves: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="send_id",
        ),
    ]
