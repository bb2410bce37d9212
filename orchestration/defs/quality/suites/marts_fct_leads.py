"""Leads: one row for each person, durations not negative."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, unique


def rules() -> list[Rule]:
    """What has to hold in this mart; it may be empty where no CRM is landed."""
    return [
        unique("customer_id", "Look for a join in the model that multiplies rows."),
        between("qualification_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        in_set(
            "journey_stage",
            ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion", "unknown"),
            "Add the stage to the vocabulary or map it.",
        ),
    ]
