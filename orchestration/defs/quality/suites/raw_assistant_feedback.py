"""Questions of the assistant: known measures, answered after they were shown."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, in_order, known_values
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "conversation_id", "conversations", "conversation_id"),
        *known_values(
            table,
            "measure",
            ("csat", "ces", "confidence", "felt_understood", "trust", "solved", "easy", "relevance"),
            "Map the question in the export; other measures are refused by the vocabulary.",
        ),
        *in_order(table, "shown_at", "answered_at", "answers"),
    ]
