"""Accounts: one row each, without names."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, unique


def rules() -> list[Rule]:
    """What has to hold in this mart; it may be empty where no source knows accounts."""
    return [
        unique("account_id", "Look for a join in the model that multiplies rows."),
        between("customer_count", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        in_set("business_model", ("b2b", "b2c"), "Map the word in the adapter of the source."),
    ]
