"""The index by preset: one row a cell and preset, one preset that the top line uses."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, has_rows, no_row_where, query_rule, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the raw tables in the landing report: something was delivered without rows."),
        unique_together(
            ("preset", "journey_stage", "segment", "period_grain", "period_start"),
            "Look for a join in the model that multiplies rows.",
        ),
        between("empathy_index", 0, 100, "Scores are clipped to 0 and 100: see the SQL of int_metric_scores."),
        no_row_where(
            "suppressed_indices_are_hidden",
            "is_suppressed and empathy_index is not null",
            "{failing} of {total} suppressed cells show their index: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="preset",
        ),
        query_rule(
            "one_preset_is_the_top_line",
            "select count(*) filter (where is_default) as failing, count(*) as total, "
            'min(preset) as examples, null as "column", null as type from {batch} '
            "having count(distinct case when is_default then preset end) <> 1",
            "no preset, or more than one, is marked as that of the top line.",
            "EMPATHY_INDEX_PRESET must be a preset of seeds/scoring/index_presets.csv.",
        ),
    ]
