"""Latencies: one row a cell, percentiles that rise, nothing shown that is suppressed."""

from __future__ import annotations

from orchestration.defs.quality.rules import (
    Rule,
    has_rows,
    in_set,
    no_row_where,
    unique_together,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique_together(
            ("metric_id", "journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        in_set(
            "journey_stage",
            (
                "all",
                "awareness",
                "consideration",
                "conversion",
                "onboarding",
                "retention",
                "expansion",
                "unknown",
            ),
            "Add the stage to the vocabulary or map it.",
        ),
        in_set(
            "period_grain",
            ("week", "month", "quarter"),
            "The model is wrong, not the data: see the SQL of this mart.",
        ),
        no_row_where(
            "suppressed_percentiles_are_hidden",
            "is_suppressed and coalesce(p50_seconds, p75_seconds, p90_seconds, p95_seconds) is not null",
            "{failing} of {total} suppressed cells show their percentiles: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="metric_id",
        ),
        no_row_where(
            "percentiles_rise",
            "p50_seconds < 0 or p50_seconds > p75_seconds or p75_seconds > p90_seconds or p90_seconds > p95_seconds",
            "{failing} of {total} cells have percentiles that fall: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="metric_id",
        ),
    ]
