"""The index: within 0 and 100, coverage within 0 and 1, hidden or explained."""

from __future__ import annotations

from orchestration.defs.quality.rules import (
    Rule,
    between,
    has_rows,
    no_row_where,
    unique_together,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique_together(
            ("journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        between("empathy_index", 0, 100, "Scores are clipped to 0 and 100: see the model."),
        between(
            "empathy_index_geometric",
            0,
            100,
            "Scores are clipped to 0 and 100: see the model.",
        ),
        between(
            "experience_score",
            0,
            100,
            "Scores are clipped to 0 and 100: see the model.",
        ),
        between("behaviour_score", 0, 100, "Scores are clipped to 0 and 100: see the model."),
        between("business_score", 0, 100, "Scores are clipped to 0 and 100: see the model."),
        between(
            "qualitative_score",
            0,
            100,
            "Scores are clipped to 0 and 100: see the model.",
        ),
        between("coverage", 0, 1, "Coverage is the share of weights present."),
        no_row_where(
            "missing_indices_say_why",
            "empathy_index is null and suppression_reason is null",
            "{failing} of {total} periods have neither index nor reason: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="suppression_reason",
            example="period_start",
        ),
        no_row_where(
            "intervals_hold_the_index",
            "empathy_index < ci_low - 1e-9 or empathy_index > ci_high + 1e-9",
            "{failing} of {total} indices lie outside their interval: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="empathy_index",
        ),
    ]
