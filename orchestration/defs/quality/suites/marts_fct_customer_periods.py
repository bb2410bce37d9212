"""Customers in time: one row a period, outcomes only of customers who were there."""

from __future__ import annotations

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
        unique("customer_period_id", "Look for a join in the model that multiplies rows."),
        in_set("journey_stage", STAGES, "Add the stage to the vocabulary or map it."),
        between("period_number", 0, None, WRONG_MODEL),
        between("monthly_amount_begin_eur", 0, None, WRONG_MODEL),
        between("usage_day_count", 0, 31, WRONG_MODEL),
        no_row_where(
            "only_active_customers_have_outcomes",
            "not is_active_at_begin and is_retained is not null",
            "{failing} of {total} customers who were not there have an outcome: {examples}.",
            WRONG_MODEL,
            column="customer_period_id",
        ),
        no_row_where(
            "outcomes_are_known_together",
            "(is_retained is null) <> (has_cancelled is null)",
            "{failing} of {total} periods have one outcome and not the other: {examples}.",
            WRONG_MODEL,
            column="customer_period_id",
        ),
    ]
