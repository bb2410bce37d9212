"""Visits: one row each, nothing negative, a bounce has one page."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between, in_set, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("web_session_id", "Look for a join in the model that multiplies rows."),
        in_set(
            "journey_stage",
            ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion", "unknown"),
            "Add the stage to the vocabulary or map it.",
        ),
        between("duration_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        between("decision_engaged_seconds", 0, None, "The model is wrong, not the data: see the SQL of this mart."),
        no_row_where(
            "a_bounce_has_one_page",
            "is_bounce and page_view_count <> 1",
            "{failing} of {total} visits bounce with more than one page: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="web_session_id",
        ),
    ]
