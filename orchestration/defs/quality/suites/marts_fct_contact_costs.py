"""Cost of contacts: one row a session, never negative, the sum of its parts."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import Rule, between, no_row_where, refers_to, unique

WRONG_MODEL = "The model is wrong, not the data: see the SQL of this mart."


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("session_id", "Look for a join in the model that multiplies rows."),
        refers_to(
            "session_id",
            "marts.fct_sessions",
            "session_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        between("cost_eur", 0, None, "A cost rate is negative: see the landed cost rates."),
        no_row_where(
            "costs_are_the_sum_of_their_parts",
            "abs(cost_eur - labour_cost_eur - contact_cost_eur) > 1e-6",
            "{failing} of {total} costs are not the sum of their parts: {examples}.",
            WRONG_MODEL,
            column="session_id",
        ),
    ]
