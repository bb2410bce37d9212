"""Threads: one row each, counts and durations not negative."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, has_rows, in_set, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique("thread_id", "Look for a join in the model that multiplies rows."),
        in_set(
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
            "Add the stage to the vocabulary or map it.",
        ),
        between(
            "reopen_count",
            0,
            None,
            "The model is wrong, not the data: see the SQL of this mart.",
        ),
        between(
            "first_response_seconds",
            0,
            None,
            "The model is wrong, not the data: see the SQL of this mart.",
        ),
        between(
            "full_resolution_seconds",
            0,
            None,
            "The model is wrong, not the data: see the SQL of this mart.",
        ),
        no_row_where(
            "decided_targets_are_applied_targets",
            "sla_breach_count + sla_met_count > sla_target_count",
            "{failing} of {total} threads decide more SLA targets than they have: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="thread_id",
        ),
    ]
