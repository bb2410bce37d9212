"""Invitations: of people in the directory, answered after they were sent."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, in_order
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "contact_id", "directory_contact", "id"),
        *belongs_to(table, "response_id", "survey_response", "id"),
        *in_order(table, "sent_at", "response_completed_at", "invitation times"),
    ]
