"""Channels: one row each, with a family."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, not_null, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("The vocabulary seed channels is empty: run dbt seed."),
        unique("channel", "Look for a join in the model that multiplies rows."),
        not_null("channel_family", "Give the channel its family in the vocabulary seed."),
    ]
