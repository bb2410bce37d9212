"""Cohorts: one row a cell, shares of the cohort, nothing shown that is held back."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, no_row_where, unique_together

WRONG_MODEL = "The model is wrong, not the data: see the SQL of this mart."


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(
            ("cohort_month", "segment", "period_number"), "Look for a join in the model that multiplies rows."
        ),
        between("customer_retention", 0, 1, WRONG_MODEL),
        between("revenue_retention", 0, None, WRONG_MODEL),
        no_row_where(
            "held_back_cells_are_hidden",
            "is_suppressed and (retained_count is not null or revenue_retention is not null)",
            "{failing} of {total} cells that are held back show figures: {examples}.",
            WRONG_MODEL,
            column="segment",
        ),
        no_row_where(
            "cohorts_begin_whole",
            "period_number = 0 and customer_retention <> 1",
            "{failing} of {total} cohorts begin without some of their customers: {examples}.",
            WRONG_MODEL,
            column="segment",
        ),
    ]
