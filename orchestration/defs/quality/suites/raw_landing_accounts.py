"""Accounts: known business models."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, contract_rules, known_values
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(table, "business_model", ("b2b", "b2c"), "Write b2b or b2c, or leave it empty."),
    ]
