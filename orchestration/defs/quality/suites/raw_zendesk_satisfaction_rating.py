"""Ratings: offered, good or bad, with or without comment."""

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
        *belongs_to(table, "ticket_id", "ticket"),
        *known_values(
            table,
            "score",
            (
                "offered",
                "unoffered",
                "good",
                "bad",
                "good_with_comment",
                "bad_with_comment",
                "received",
                "received_with_comment",
            ),
            "Ratings on another scale belong to landing.survey_responses, which names its scale.",
        ),
    ]
