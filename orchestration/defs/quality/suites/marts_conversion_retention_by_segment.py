"""Trade-off of segments: one row a segment, shares between 0 and 1."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, no_row_where, unique

WRONG_MODEL = "The model is wrong, not the data: see the SQL of this mart."


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("segment", "Look for a join in the model that multiplies rows."),
        between("conversion_rate", 0, 1, WRONG_MODEL),
        between("retention_90d_rate", 0, 1, WRONG_MODEL),
        no_row_where(
            "held_back_segments_are_hidden",
            "is_suppressed and conversion_rate is not null",
            "{failing} of {total} segments that are held back show figures: {examples}.",
            WRONG_MODEL,
            column="segment",
        ),
    ]
