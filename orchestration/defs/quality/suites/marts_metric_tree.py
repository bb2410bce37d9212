"""The metric tree: each edge once, known levels."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, has_rows, in_set, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Nothing was observed, or the seed behind it is empty: look at the landing report and run dbt seed."),
        unique_together(
            ("from_metric_id", "to_metric_id"),
            "Look for a join in the model that multiplies rows.",
        ),
        in_set("to_level", ("experience", "outcome"), "Correct the edge in the seed metric_edges."),
    ]
