"""Variants of sessions: an experiment counts once per session."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, not_null, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart; it may be empty where no experiment runs."""
    return [
        unique_together(["session_id", "experiment_id"], "Look for a join in the model that multiplies rows."),
        not_null("variant_id", "Look at the exposures of the source: one has no variant."),
    ]
