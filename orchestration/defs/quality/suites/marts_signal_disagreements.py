"""Disagreeing signals: one row a cell, quartiles from 1 to 4."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ("journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        between("csat_quartile", 1, 4, "The model is wrong, not the data: see the SQL of this mart."),
        between("effort_quartile", 1, 4, "The model is wrong, not the data: see the SQL of this mart."),
    ]
