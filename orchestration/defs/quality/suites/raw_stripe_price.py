"""Prices: documented intervals, amounts not negative."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, contract_rules, known_values, within
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "recurring_interval",
            ("day", "week", "month", "year"),
            "Another unit has no length: its amounts would be left out.",
        ),
        *within(table, "unit_amount", 0, 100000000000, "Amounts are in the smallest unit of their currency."),
    ]
