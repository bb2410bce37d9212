"""Tickets: status as documented, an update never before the creation."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    contract_rules,
    in_order,
    known_values,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "status",
            ("new", "open", "pending", "hold", "solved", "closed", "deleted"),
            "A custom status has to be mapped to its category.",
        ),
        *known_values(
            table,
            "priority",
            ("low", "normal", "high", "urgent"),
            "Other priorities count as unknown severity.",
        ),
        *in_order(table, "created_at", "updated_at", "update times"),
    ]
