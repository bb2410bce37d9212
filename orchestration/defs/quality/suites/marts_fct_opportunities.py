"""Opportunities: one row each, known words, no negative amounts or durations."""

from __future__ import annotations

from orchestration.defs.quality.results import WARNING
from orchestration.defs.quality.rules import Rule, between, in_set, no_row_where, unique

STAGES = ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion", "unknown")


def rules() -> list[Rule]:
    """What has to hold in this mart; it may be empty where no CRM is landed."""
    return [
        unique("opportunity_id", "Look for a join in the model that multiplies rows."),
        in_set("opportunity_type", ("new", "upsell", "renewal"), "Map the word in opportunity_type_mappings."),
        in_set(
            "opportunity_stage",
            ("created", "qualified", "proposal", "negotiation", "won", "lost"),
            "Map the word in opportunity_stage_mappings.",
        ),
        in_set("journey_stage", STAGES, "Add the stage to the vocabulary or map it."),
        between("amount", 0, None, "The contract keeps negative amounts out: see the limits of its column."),
        between("cycle_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "decided_after_created",
            "is_closed_before_created",
            "{failing} of {total} opportunities ({share}) were decided before they were created: {examples}.",
            "Correct the dates in the CRM: these opportunities count for win rates, and not for durations.",
            column="opportunity_id",
            severity=WARNING,
        ),
    ]
