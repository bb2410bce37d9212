"""Completeness of log fields: shares between 0 and 1."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, has_rows, in_set


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        in_set("field_kind", ("key", "attribute"), "The model is wrong, not the data: see the SQL of this mart."),
        between("completeness_rate", 0, 1, "The model is wrong, not the data: see the SQL of this mart."),
    ]
