"""Consents in the plain contract."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    belongs_to,
    contract_rules,
    known_values,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "purpose",
            ("personalisation", "marketing", "analytics"),
            "Map the purpose in the export to one of these, or add it to the seed consent_purposes.",
        ),
        *belongs_to(table, "user_id", "users", "user_id"),
    ]
