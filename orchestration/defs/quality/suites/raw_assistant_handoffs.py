"""Handoffs: of a known conversation, accepted after they were announced."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, in_order
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "conversation_id", "conversations", "conversation_id"),
        *in_order(table, "announced_at", "accepted_at", "acceptances"),
    ]
