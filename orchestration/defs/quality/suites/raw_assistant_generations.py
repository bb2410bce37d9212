"""Generations: each of a logged message, scores on their scales."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, within
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "message_id", "messages", "message_id"),
        *within(table, "confidence", 0, 1, "Confidence is a share, 0 to 1; percent look like this."),
        *within(table, "intent_confidence", 0, 1, "Confidence is a share, 0 to 1; percent look like this."),
        *within(table, "sentiment_score", -1, 1, "Sentiment runs from -1 to 1."),
        *within(table, "edit_ratio", 0, 1, "The edit ratio is a share, 0 to 1; percent look like this."),
        *within(table, "generation_ms", 0, 3600000, "Milliseconds; more than an hour looks like another unit."),
    ]
