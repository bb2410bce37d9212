"""Subscriptions: never cancelled before they start."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    belongs_to,
    contract_rules,
    in_order,
    within,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "user_id", "users", "user_id"),
        *in_order(table, "started_at", "cancelled_at", "cancellations"),
        *within(
            table,
            "monthly_amount",
            0,
            10000000,
            "Amounts are in whole currency units; cents or refunds look like this.",
        ),
    ]
