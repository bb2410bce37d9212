"""Survey answers: a known measure, and a score on the scale that the row names."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    belongs_to,
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
            "measure",
            (
                "csat",
                "nps",
                "ces",
                "confidence",
                "felt_understood",
                "trust",
                "solved",
                "easy",
                "relevance",
                "competence",
            ),
            "Answers to other measures are kept but feed no metric.",
        ),
        *in_order(table, "scale_min", "score", "scores"),
        *in_order(table, "score", "scale_max", "scores"),
        *in_order(table, "shown_at", "submitted_at", "survey times"),
        *belongs_to(table, "user_id", "users", "user_id"),
    ]
