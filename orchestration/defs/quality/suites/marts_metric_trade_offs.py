"""Pairs: one row a pair and cell; a conflict has its verdict."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, no_row_where, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ("pair_id", "journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        no_row_where(
            "conflicts_are_told",
            "is_conflict and verdict = 'no conflict'",
            "{failing} of {total} conflicts are called none: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="pair_id",
        ),
    ]
