"""Holidays of a schedule: taken out of business time."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    belongs_to,
    contract_rules,
    in_order,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "schedule_id", "schedule"),
        *in_order(table, "start_date", "end_date", "holidays"),
    ]
