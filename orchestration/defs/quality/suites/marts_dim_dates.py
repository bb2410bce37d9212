"""The calendar: each day once."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, not_null, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("No day has an observation: look at fct_metric_components."),
        unique("date_day", "Look for a join in the model that multiplies rows."),
        not_null("date_day", "The model is wrong, not the data: see the SQL of this mart."),
    ]
