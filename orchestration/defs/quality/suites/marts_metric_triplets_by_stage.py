"""Triplets: one row a triplet and cell."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Nothing was observed, or the seed behind it is empty: look at the landing report and run dbt seed."),
        unique_together(
            ("triplet", "journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
    ]
