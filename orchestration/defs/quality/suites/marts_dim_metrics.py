"""The metric catalogue: one row each, with a dimension and a direction."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, not_null, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("The metric catalogue seed is empty: run dbt seed."),
        unique("metric_id", "Look for a join in the model that multiplies rows."),
        not_null("dimension", "Complete the metric in the metric catalogue seed."),
    ]
