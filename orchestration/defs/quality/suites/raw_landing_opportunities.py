"""Opportunities: of a known customer, decided after they were created."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, in_order
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "user_id", "users", "user_id"),
        *in_order(table, "created_at", "closed_at", "the times of an opportunity"),
    ]
