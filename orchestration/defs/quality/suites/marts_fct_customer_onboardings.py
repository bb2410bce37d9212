"""First moments: one row a customer, no negative times."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("customer_id", "Look for a join in the model that multiplies rows."),
        between("first_value_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        between("purchase_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
    ]
