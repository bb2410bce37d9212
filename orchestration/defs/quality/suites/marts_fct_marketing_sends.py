"""Marketing sends: one row each, nothing opened that was not delivered."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("send_id", "Look for a join in the model that multiplies rows."),
        in_set(
            "journey_stage",
            ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion", "unknown"),
            "Add the stage to the vocabulary or map it.",
        ),
        between("exposure_number", 1, None, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "opened_is_delivered",
            "(is_opened or is_clicked or is_replied) and not is_delivered",
            "{failing} of {total} sends were opened without a delivery: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="send_id",
        ),
    ]
