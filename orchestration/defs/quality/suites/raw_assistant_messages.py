"""Messages of the assistant's log: known authors, in a known conversation."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, known_values
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "conversation_id", "conversations", "conversation_id"),
        *known_values(
            table,
            "author_type",
            ("user", "assistant", "agent", "system"),
            "Map the author in the export; other words are refused by the vocabulary.",
        ),
    ]
