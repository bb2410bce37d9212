"""Themes of open answers: each of a text that exists."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import Rule, in_set, refers_to, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(("text_id", "theme"), "Look for a join in the model that multiplies rows."),
        in_set(
            "polarity",
            ("positive", "negative", "mixed", "neutral"),
            "The model is wrong, not the data: see the SQL of this mart.",
        ),
        refers_to(
            "text_id",
            "marts.fct_survey_texts",
            "text_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
    ]
