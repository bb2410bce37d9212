"""Values by cut: one row a cell, nothing shown that is suppressed, intervals around the value."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, no_row_where, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ("metric_id", "cut", "cut_value", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        no_row_where(
            "suppressed_values_are_hidden",
            "is_suppressed and value is not null",
            "{failing} of {total} suppressed cells show their value: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="metric_id",
        ),
        no_row_where(
            "intervals_hold_the_value",
            "value < ci_low - 1e-9 or value > ci_high + 1e-9",
            "{failing} of {total} values lie outside their interval: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="metric_id",
        ),
    ]
