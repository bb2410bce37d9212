"""Orders: one row each, never more net than paid, outcomes only after their window."""

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
        unique("order_id", "Look for a join in the model that multiplies rows."),
        in_set("journey_stage", STAGES, "Add the stage to the vocabulary or map it."),
        between("amount", 0, None, "A billing source delivers a negative payment: see its raw table."),
        between("net_amount", 0, None, WRONG_MODEL),
        no_row_where(
            "net_is_at_most_what_was_paid",
            "net_amount > amount",
            "{failing} of {total} orders keep more than was paid: {examples}.",
            WRONG_MODEL,
            column="order_id",
        ),
        no_row_where(
            "refunds_within_the_window_are_refunds",
            "is_refunded_30d and not is_refunded",
            "{failing} of {total} orders are refunded in time though not refunded: {examples}.",
            WRONG_MODEL,
            column="order_id",
        ),
        no_row_where(
            "subscription_payments_are_no_purchases",
            "subscription_id is not null and is_repeated_90d is not null",
            "{failing} of {total} payments of a subscription count as purchases: {examples}.",
            WRONG_MODEL,
            column="order_id",
        ),
        no_row_where(
            "refunds_do_not_exceed_the_order",
            "is_over_refunded",
            "{failing} of {total} orders had more paid back than paid: {examples}.",
            "Look at the billing source: the net amount is counted as zero.",
            column="order_id",
            severity=WARNING,
        ),
    ]
