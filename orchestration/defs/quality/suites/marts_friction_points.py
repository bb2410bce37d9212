"""Friction points: one row a step and stage, rates that are shares."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, no_row_where, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(("task_name", "step", "journey_stage"), "Look for a join in the model that multiplies rows."),
        between("abandonment_rate", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "few_attempts_have_no_rate",
            "is_suppressed and abandonment_rate is not null",
            "{failing} of {total} suppressed steps show a rate: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="step",
        ),
    ]
