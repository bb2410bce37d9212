"""Customers: one row each, without names or addresses."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, in_set, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique("customer_id", "Look for a join in the model that multiplies rows."),
        in_set(
            "journey_stage",
            (
                "awareness",
                "consideration",
                "conversion",
                "onboarding",
                "retention",
                "expansion",
                "unknown",
            ),
            "Add the stage to the vocabulary or map it.",
        ),
    ]
