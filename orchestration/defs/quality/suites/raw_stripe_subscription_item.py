"""Items: subscriptions and plans that exist."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "subscription_id", "subscription_history"),
        *belongs_to(table, "plan_id", "plan"),
        *belongs_to(table, "price_id", "price"),
    ]
