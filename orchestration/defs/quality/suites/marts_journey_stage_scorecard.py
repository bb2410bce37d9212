"""The scorecard: normalised scores within 0 and 100, known bands."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, has_rows, in_set


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        between(
            "normalised_score",
            0,
            100,
            "Scores are clipped to 0 and 100: see the SQL of this mart.",
        ),
        in_set(
            "band",
            ("acceptable", "needs_improvement", "critical"),
            "Bands come from the scoring seed bands.",
        ),
        in_set(
            "journey_stage",
            (
                "all",
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
        in_set(
            "dimension",
            ("experience", "behaviour", "business", "qualitative", "diagnostic"),
            "Correct the dimension in the metric catalogue seed.",
        ),
    ]
