"""Renewals: one row each, an outcome only after the days of grace."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import Rule, in_set, no_row_where, refers_to, unique

WRONG_MODEL = "The model is wrong, not the data: see the SQL of this mart."

STAGES = (
    "awareness",
    "consideration",
    "conversion",
    "onboarding",
    "retention",
    "expansion",
    "unknown",
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("renewal_id", "Look for a join in the model that multiplies rows."),
        in_set("journey_stage", STAGES, "Add the stage to the vocabulary or map it."),
        refers_to(
            "subscription_id",
            "marts.fct_subscriptions",
            "subscription_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        no_row_where(
            "renewed_means_followed",
            "is_renewed and renewed_at is null",
            "{failing} of {total} renewals have no next period: {examples}.",
            WRONG_MODEL,
            column="renewal_id",
        ),
    ]
