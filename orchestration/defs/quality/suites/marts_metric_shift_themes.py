"""Themes beside breached metrics: shares with their n, never a single text."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ("metric_id", "journey_stage", "segment", "period_grain", "period_start", "theme"),
            "Look for a join in the model that multiplies rows.",
        ),
        between("theme_text_count", 2, None, "The model is wrong, not the data: see the SQL of this mart."),
        between("theme_share", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
    ]
