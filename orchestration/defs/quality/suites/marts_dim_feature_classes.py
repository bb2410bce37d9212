"""Feature classes: one row each."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Nothing was observed, or the seed behind it is empty: look at the landing report and run dbt seed."),
        unique("feature_class", "Look for a join in the model that multiplies rows."),
    ]
