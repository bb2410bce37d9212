"""Subscriptions: one row each, known statuses, amounts and times that make sense."""

from __future__ import annotations

from orchestration.defs.quality.results import WARNING
from orchestration.defs.quality.rules import Rule, between, in_set, no_row_where, unique

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
        unique("subscription_id", "Look for a join in the model that multiplies rows."),
        in_set("journey_stage", STAGES, "Add the stage to the vocabulary or map it."),
        in_set(
            "status",
            ("trialing", "active", "past_due", "paused", "cancelled", "incomplete"),
            "Add the word to the seed subscription_status_mappings.",
        ),
        between("monthly_amount", 0, None, "A billing source delivers a negative price: see its raw table."),
        between("lifetime_seconds", 0, None, WRONG_MODEL),
        no_row_where(
            "subscriptions_end_after_they_start",
            "is_ended_before_start",
            "{failing} of {total} subscriptions end before they start and are in no metric: {examples}.",
            "Look at the billing source.",
            column="subscription_id",
            severity=WARNING,
        ),
    ]
