"""Invitations to surveys: one row each, answered after they were shown."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("invitation_id", "Look for a join in the model that multiplies rows."),
        between("prompt_count_in_window", 1, None, "The model is wrong, not the data: see the SQL of this mart."),
        between("answer_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
    ]
