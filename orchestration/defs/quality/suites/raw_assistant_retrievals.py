"""Retrieved sources: each of a logged generation, ranks from 1."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, within
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "generation_id", "generations", "generation_id"),
        *within(table, "retrieval_rank", 1, 10000, "Ranks count from 1; 0 looks like a position."),
    ]
