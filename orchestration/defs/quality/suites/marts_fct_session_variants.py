"""Variants of sessions: an experiment counts once per session."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, in_set, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart; it may be empty where no experiment runs."""
    return [
        unique_together(["session_id", "experiment_id"], "Look for a join in the model that multiplies rows."),
        in_set("is_in_many_variants", (True, False), "The model is wrong, not the data: see the SQL of this mart."),
    ]
