"""What the run says about the index: its coverage, and the dimensions that are not measured."""

from __future__ import annotations

from typing import Any

from orchestration.summary import index_lines

INDEX: dict[str, Any] = {
    "value": 70.0,
    "ci_low": 68.2,
    "ci_high": 71.8,
    "coverage": 0.85,
    "period_grain": "month",
    "period_start": "2026-06-01",
    "suppression_reason": None,
    "experience_score": 80.0,
    "behaviour_score": 60.0,
    "business_score": 70.0,
    "qualitative_score": None,
}


def test_a_dimension_that_is_not_measured_is_named_beside_the_coverage() -> None:
    first, second = index_lines(INDEX)
    assert first == "Empathy index (month from 2026-06-01): 70.0, 95 % interval 68.2 to 71.8, coverage 85%"
    assert second == "  not measured: qualitative; the index is of what is measured"


def test_with_all_dimensions_measured_none_is_named() -> None:
    assert len(index_lines(INDEX | {"qualitative_score": 50.0, "coverage": 1.0})) == 1


def test_without_surveys_the_run_says_why_there_is_no_index() -> None:
    """Experience and qualitative gone leaves 55 per cent of the weights, which is too little for an index."""
    reason = "coverage 0.55 is below 0.60; missing: experience (0 of at least 2 metrics)"
    (line,) = index_lines(INDEX | {"value": None, "coverage": 0.55, "suppression_reason": reason})
    assert reason in line
    assert "coverage 55%" in line
