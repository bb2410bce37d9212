"""Customers' journey stages over time: periods of positive length that follow one another."""

from __future__ import annotations

from orchestration.defs.quality.results import WARNING
from orchestration.defs.quality.rules import (
    Rule,
    in_set,
    no_row_where,
    unique_together,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ["customer_id", "stage_seq"],
            "Look for a join in the model that multiplies rows.",
        ),
        in_set(
            "journey_stage",
            ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion"),
            "Name a stage of the vocabulary in journey_stage_rules.",
        ),
        no_row_where(
            "periods_have_a_length",
            "valid_to <= valid_from",
            "{failing} of {total} periods end before they begin: {examples}.",
            "The model is wrong, not the data: see the SQL of int_customer_stages.",
            column="customer_id",
        ),
        no_row_where(
            "systems_tell_one_stage",
            "clashing_signal_count > 0",
            "In {failing} of {total} periods ({share}) two systems tell two stages of one customer: {examples}.",
            "Two CRMs disagree, or one is not kept up to date: look at these customers' lifecycle fields.",
            column="customer_id",
            max_share=0.05,
            severity=WARNING,
        ),
    ]
