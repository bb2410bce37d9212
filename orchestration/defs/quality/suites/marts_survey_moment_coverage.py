"""Moments of the survey trigger map: one row each."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("The seed behind this mart is empty: run dbt seed."),
        unique("moment", "A row of the seed stands there twice."),
    ]
