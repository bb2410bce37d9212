"""Threads in the plain contract."""

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
            "status",
            ("new", "open", "pending", "hold", "solved", "closed"),
            "Map the status in the export to one of these.",
        ),
        *known_values(
            table,
            "journey_stage",
            (
                "awareness",
                "consideration",
                "conversion",
                "onboarding",
                "retention",
                "expansion",
                "unknown",
            ),
            "Map the stage in the export; others cannot be scored.",
        ),
        *belongs_to(table, "requester_id", "users", "user_id"),
        *in_order(table, "created_at", "updated_at", "update times"),
    ]
