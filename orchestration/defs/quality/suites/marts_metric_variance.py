"""Variance by cut: one row a metric, cut and period, shares of variance within 0 and 1."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ("metric_id", "cut", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        between("between_group_share", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
    ]
