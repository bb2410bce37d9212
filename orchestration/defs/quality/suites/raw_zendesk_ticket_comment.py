"""Comments, the messages of a ticket: their tickets and authors were delivered too."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules
from orchestration.defs.quality.rules import Rule

# The documented author of automatic comments, who has no user record.
SYSTEM_USER = "-1"


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "ticket_id", "ticket"),
        *belongs_to(table, "user_id", "user", exempt=(SYSTEM_USER,)),
    ]
