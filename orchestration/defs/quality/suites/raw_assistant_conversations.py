"""Conversations with the assistant: known states, an end never before the begin."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, contract_rules, in_order, known_values
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "status",
            ("open", "handed_off", "resolved", "ended", "abandoned"),
            "Map the state in the export; other words are refused by the vocabulary.",
        ),
        *in_order(table, "created_at", "ended_at", "ends"),
    ]
