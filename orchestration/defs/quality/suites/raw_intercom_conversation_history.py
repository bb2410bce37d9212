"""Conversations: states as documented, ratings from 1 to 5."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, contract_rules, in_order, known_values, within
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(table, "state", ("open", "closed", "snoozed"), "Another state has to be mapped to a status."),
        *known_values(
            table,
            "source_author_type",
            ("user", "lead", "contact", "admin", "bot", "team"),
            "Another kind of author has to be mapped to a role.",
        ),
        *within(table, "conversation_rating_value", 1, 5, "Ratings run from 1 to 5."),
        *in_order(table, "created_at", "updated_at", "update times"),
    ]
