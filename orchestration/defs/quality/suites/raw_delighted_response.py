"""Responses: of a known kind, from a person that was delivered."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, known_values, within
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "survey_type",
            ("nps", "csat", "ces", "ces7", "five_star", "smileys", "thumbs"),
            "Map the kind in seeds/vocabulary/question_mappings.csv: the build stops without it.",
        ),
        *within(table, "score", 0, 10, "Scores of this tool run from 0 to 10 at most."),
        *belongs_to(table, "person_id", "person", "id"),
    ]
