"""Ways to the first payment: one row each, converted means paid in time."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, in_set, no_row_where, unique

WRONG_MODEL = "The model is wrong, not the data: see the SQL of this mart."

STAGES = (
    "awareness",
    "consideration",
    "conversion",
    "onboarding",
    "retention",
    "expansion",
    "unknown",
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("conversion_id", "Look for a join in the model that multiplies rows."),
        in_set("journey_stage", STAGES, "Add the stage to the vocabulary or map it."),
        in_set("episode_type", ("stage", "evaluation", "trial", "checkout"), WRONG_MODEL),
        no_row_where(
            "converted_means_paid_in_time",
            "is_converted and (converted_at is null or converted_at >= final_at)",
            "{failing} of {total} ways are converted without a payment in time: {examples}.",
            WRONG_MODEL,
            column="conversion_id",
        ),
        no_row_where(
            "ways_begin_before_the_payment",
            "converted_at <= began_at",
            "{failing} of {total} ways begin after the payment: {examples}.",
            WRONG_MODEL,
            column="conversion_id",
        ),
    ]
