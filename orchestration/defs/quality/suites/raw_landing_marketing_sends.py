"""Marketing messages: what follows a send never precedes it."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    belongs_to,
    contract_rules,
    in_order,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "user_id", "users", "user_id"),
        *in_order(table, "sent_at", "delivered_at", "deliveries"),
        *in_order(table, "sent_at", "opened_at", "opens"),
        *in_order(table, "sent_at", "clicked_at", "clicks"),
    ]
