"""Invoices: documented statuses, customers that exist."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, known_values
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "status",
            ("draft", "open", "paid", "uncollectible", "void"),
            "Another status has to be looked at: it tells no price.",
        ),
        *belongs_to(table, "customer_id", "customer"),
    ]
