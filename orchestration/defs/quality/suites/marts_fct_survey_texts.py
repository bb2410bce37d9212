"""Open answers: a mood only where something was recognised."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("text_id", "Look for a join in the model that multiplies rows."),
        between("sentiment_score", -1, 1, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "moods_have_a_reason",
            "sentiment_score is not null and positive_count + negative_count = 0",
            "{failing} of {total} texts have a mood without a sign of it: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="text_id",
        ),
    ]
