"""Responses: begun before they end, to a survey that was delivered."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, in_order
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *in_order(table, "start_date", "end_date", "survey times"),
        *belongs_to(table, "survey_id", "survey", "id"),
    ]
