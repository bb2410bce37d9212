"""Users in the plain contract, one row for each period in which they had a role."""

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
            "role",
            ("customer", "bot", "human_agent", "system"),
            "Map the role in the export; other texts are not understood.",
        ),
        *in_order(table, "valid_from", "valid_to", "periods of validity"),
    ]
