"""Components: one row a metric, stage, segment and day; nothing that cannot be divided."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, no_row_where, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique_together(
            ("metric_id", "journey_stage", "segment", "observed_on"),
            "Look for a join in the model that multiplies rows.",
        ),
        no_row_where(
            "components_can_be_divided",
            "coalesce(denominator, 0) = 0 or numerator is null",
            "{failing} of {total} rows have no numerator or a denominator of zero: {examples}.",
            "The line of the metric lets a record through that does not count: see macros/statistics/metric_lines.sql.",
            column="metric_id",
        ),
        no_row_where(
            "roll_ups_are_not_stored",
            "journey_stage = 'all' or segment = 'all'",
            "{failing} of {total} rows are roll-ups, which sums would count twice: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="metric_id",
        ),
    ]
