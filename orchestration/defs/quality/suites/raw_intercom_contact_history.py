"""Contacts: roles as documented."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, contract_rules, known_values
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "role",
            ("user", "lead", "contact"),
            "Another role has to be looked at: every contact counts as a customer.",
        ),
    ]
