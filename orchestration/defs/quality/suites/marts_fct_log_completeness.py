"""Completeness of the log: one row per source, week and field, shares within 0 and 1."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, has_rows, not_null, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique_together(("source_system", "week_start", "field"), "Look at the seed log_fields: a field stands twice."),
        not_null("filled_count", "The seed log_fields names a field that the mart does not count."),
        between("filled_share", 0, 1, "A share lies within 0 and 1."),
    ]
