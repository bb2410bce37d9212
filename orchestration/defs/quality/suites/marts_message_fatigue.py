"""Fatigue: one row a channel and exposure, rates that are shares."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(("channel", "exposure_number"), "Look for a join in the model that multiplies rows."),
        between("open_rate", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
        between("unsubscribe_90d_rate", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
    ]
