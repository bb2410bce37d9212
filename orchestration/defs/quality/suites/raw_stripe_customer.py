"""Customers of the billing system."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, contract_rules
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract."""
    return contract_rules(table)
