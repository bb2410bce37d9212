"""Users: the role decides who is customer and who is agent."""

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
            ("end-user", "agent", "admin"),
            "An unknown role counts as customer unless the user was ever assigned a ticket.",
        ),
    ]
