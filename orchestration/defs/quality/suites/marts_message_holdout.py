"""Holdout: one row a customer."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("customer_id", "Look for a join in the model that multiplies rows."),
    ]
