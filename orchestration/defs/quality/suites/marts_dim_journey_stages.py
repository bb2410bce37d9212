"""Journey stages: one row each, in order."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, not_null, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("The vocabulary seed journey_stages is empty: run dbt seed."),
        unique("journey_stage", "Look for a join in the model that multiplies rows."),
        unique("stage_order", "Give each stage of the vocabulary seed a place of its own."),
        not_null("stage_name", "Give the stage its name in the vocabulary seed."),
    ]
