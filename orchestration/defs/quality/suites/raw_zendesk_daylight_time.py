"""Daylight saving by time zone and year; the offset is in hours."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    belongs_to,
    contract_rules,
    within,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "time_zone", "time_zone", "time_zone"),
        *within(table, "daylight_offset", 0, 2, "Offsets are hours added to standard time."),
        *within(table, "year", 1970, 2100, "Write the calendar year."),
    ]
