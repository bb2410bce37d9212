"""Cases: one row each, every case with a thread, counts and durations not negative."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, has_rows, in_set, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique("case_id", "Look for a join in the model that multiplies rows."),
        between("thread_count", 1, None, "The model is wrong, not the data: see the SQL of this mart."),
        between("session_count", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        between("resolution_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        in_set(
            "resolution_state",
            ("confirmed", "assumed", "false_closure", "unresolved", "abandoned"),
            "The model is wrong, not the data: see the SQL of int_session_outcomes.",
        ),
    ]
