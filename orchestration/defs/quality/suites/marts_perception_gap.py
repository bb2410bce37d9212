"""Gap between what is felt and what is shown: nothing shown that is suppressed."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, no_row_where, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ("journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        between("perceived_position", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
        between("coded_alignment", 0, 100, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "suppressed_gaps_are_hidden",
            "is_suppressed and perception_gap is not null",
            "{failing} of {total} suppressed cells show their gap: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="journey_stage",
        ),
    ]
