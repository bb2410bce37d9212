"""Survey answers: one row each, on their own scale, in a known stage."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("answer_id", "Look for a join in the model that multiplies rows."),
        between("scale_position", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
        between("sentiment_score", -1, 1, "The model is wrong, not the data: see the SQL of this mart."),
        in_set(
            "journey_stage",
            (
                "awareness",
                "consideration",
                "conversion",
                "onboarding",
                "retention",
                "expansion",
                "unknown",
            ),
            "Add the stage to the vocabulary or map it.",
        ),
        no_row_where(
            "answers_follow_their_question",
            "shown_at > submitted_at",
            "{failing} of {total} answers are older than their question: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="answer_id",
        ),
    ]
