"""Deals: in a known stage, closed after they were created."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, in_order
from orchestration.defs.quality.rules import Rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *belongs_to(table, "deal_pipeline_stage_id", "deal_pipeline_stage", "stage_id"),
        *in_order(table, "property_createdate", "property_closedate", "the dates of a deal"),
    ]
