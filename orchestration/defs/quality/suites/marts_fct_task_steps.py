"""Steps of attempts: one row each, none both done and failed."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("task_step_id", "Look for a join in the model that multiplies rows."),
        between("step_number", 1, None, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "a_failing_step_is_not_done",
            "is_failing_step and is_step_completed",
            "{failing} of {total} steps are both done and failed: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="task_step_id",
        ),
    ]
