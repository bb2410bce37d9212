"""Opening hours, in minutes from the start of the week (Sunday 00:00)."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import (
    RawTable,
    contract_rules,
    in_order,
    within,
)
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *within(
            table,
            "start_time",
            0,
            10080,
            "A week has 10080 minutes; seconds or hours look like this.",
        ),
        *within(
            table,
            "end_time",
            0,
            10080,
            "A week has 10080 minutes; seconds or hours look like this.",
        ),
        *in_order(table, "start_time", "end_time", "opening hours"),
    ]
