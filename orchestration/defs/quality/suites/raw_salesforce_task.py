"""Tasks: done after they were created."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, contract_rules, in_order
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *in_order(table, "created_date", "completed_date_time", "the times of a task"),
    ]
