"""Hypotheses: one row a stage and metric, each with an owner."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, not_null, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Nothing was observed, or the seed behind it is empty: look at the landing report and run dbt seed."),
        unique_together(
            ("journey_stage", "metric_id"),
            "Look for a join in the model that multiplies rows.",
        ),
        not_null("owner", "Name the team in the seed journey_hypotheses."),
    ]
