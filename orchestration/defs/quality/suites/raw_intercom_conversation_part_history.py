"""Parts: of a known conversation, by known kinds of authors."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, known_values
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "conversation_id", "conversation_history"),
        *known_values(
            table,
            "author_type",
            ("user", "lead", "contact", "admin", "bot", "team"),
            "Another kind of author has to be mapped to a role.",
        ),
    ]
