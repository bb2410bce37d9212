"""Charges: documented statuses, customers and invoices that exist, amounts not negative."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, known_values, within
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table, "status", ("succeeded", "pending", "failed"), "Another status has to be looked at: it is no order."
        ),
        *belongs_to(table, "customer_id", "customer"),
        *belongs_to(table, "invoice_id", "invoice"),
        *within(
            table,
            "amount",
            0,
            100000000000,
            "Amounts are in the smallest unit of their currency; refunds have a table of their own.",
        ),
    ]
