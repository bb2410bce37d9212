"""Value of customers: one row a segment and variant, nothing shown that is held back."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, no_row_where, unique_together

WRONG_MODEL = "The model is wrong, not the data: see the SQL of this mart."


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(("segment", "variant"), "Look for a join in the model that multiplies rows."),
        in_set("variant", ("observed_to_date", "expected_lifetime"), WRONG_MODEL),
        between("gross_margin_share", 0, 1, "The margin is a share of revenue: see metric_parameters."),
        between("value_per_customer_eur", 0, None, WRONG_MODEL),
        no_row_where(
            "held_back_values_are_hidden",
            "is_suppressed and value_per_customer_eur is not null",
            "{failing} of {total} values that are held back are shown: {examples}.",
            WRONG_MODEL,
            column="segment",
        ),
    ]
