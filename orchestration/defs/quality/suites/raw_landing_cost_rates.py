"""Cost rates with their periods."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    contract_rules,
    in_order,
    within,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *in_order(table, "valid_from", "valid_to", "periods of validity"),
        *within(table, "amount", 0, 1000000, "Rates are in whole currency units."),
    ]
