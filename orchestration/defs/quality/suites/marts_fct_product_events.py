"""Events: one row each, stages of the vocabulary, depths that are shares."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("event_id", "Look for a join in the model that multiplies rows."),
        in_set(
            "journey_stage",
            ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion", "unknown"),
            "Add the stage to the vocabulary or map it.",
        ),
        between("scroll_depth", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
        between("seconds_before", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
    ]
