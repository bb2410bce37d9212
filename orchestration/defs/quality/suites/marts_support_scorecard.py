"""Scorecards: one row a signal and cell, scores within 0 and 100."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, has_rows, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Nothing was observed, or the seed behind it is empty: look at the landing report and run dbt seed."),
        unique_together(
            ("scorecard", "metric_id", "journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        between("signal_score", 0, 100, "Scores run from 0 to 100: see the SQL of this mart."),
        between("mean_score", 0, 100, "Scores run from 0 to 100: see the SQL of this mart."),
    ]
