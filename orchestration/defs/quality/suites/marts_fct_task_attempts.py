"""Attempts at tasks: one row each, no completion before the start, efficiency a share."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("task_attempt_id", "Look for a join in the model that multiplies rows."),
        in_set(
            "journey_stage",
            ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion", "unknown"),
            "Add the stage to the vocabulary or map it.",
        ),
        between("path_efficiency", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
        between("duration_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "outcomes_need_a_start",
            "is_completed is not null and (not is_start_seen or is_out_of_order)",
            "{failing} of {total} attempts have an outcome without a start: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="task_attempt_id",
        ),
    ]
