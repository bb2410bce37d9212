"""Refunds: documented statuses, charges that exist, amounts not negative."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, known_values, within
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "status",
            ("succeeded", "pending", "requires_action", "failed", "canceled"),
            "Another status has to be looked at: only succeeded ones count.",
        ),
        *belongs_to(table, "charge_id", "charge"),
        *within(table, "amount", 0, 100000000000, "A refund is a positive amount paid back."),
    ]
