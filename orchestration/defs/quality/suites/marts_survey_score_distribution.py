"""Distribution of scores: shares of one scale, nothing shown that is suppressed."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, no_row_where, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            (
                "measure",
                "scale_min",
                "scale_max",
                "score",
                "journey_stage",
                "segment",
                "period_grain",
                "period_start",
            ),
            "Look for a join in the model that multiplies rows.",
        ),
        between("answer_share", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "suppressed_cells_are_hidden",
            "is_suppressed and answer_count is not null",
            "{failing} of {total} suppressed cells show their answers: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="measure",
        ),
    ]
