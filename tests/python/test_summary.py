"""What the run says about the index, its coverage and the dimensions not measured, and about its own seconds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.defs.transform.dbt_seconds import seconds_by_part
from orchestration.notes import DBT_SECONDS, DURATIONS, Notes
from orchestration.summary import Outcome, index_lines, time_line

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


def _node(unique_id: str, started: str, completed: str, seconds: float) -> dict[str, Any]:
    times = {"started_at": f"2026-03-01T12:00:{started}Z", "completed_at": f"2026-03-01T12:00:{completed}Z"}
    return {"unique_id": unique_id, "execution_time": seconds, "timing": [{"name": "execute", **times}]}


def test_the_seconds_of_dbt_are_told_by_part_and_sum_to_its_step() -> None:
    """By hand: begun at 0, nodes from 4 to 16, ended at 18. A model held a thread for 6 s, two tests for 2 s: 9 s and
    3 s of the 12 s in between."""
    results = [
        _node("model.p.orders", "04.000000", "10.000000", 6.0),
        _node("test.p.unique_orders", "10.000000", "11.500000", 1.5),
        _node("test.p.not_null_orders", "15.500000", "16.000000", 0.5),
    ]
    began, ended = (datetime(2026, 3, 1, 12, 0, second, tzinfo=UTC) for second in (0, 18))
    parts = seconds_by_part(results, began, ended)
    assert parts == {"start-up": 4.0, "models": 9.0, "tests": 3.0, "wind-up": 2.0}


def test_a_build_in_which_no_node_ran_has_no_parts() -> None:
    began = datetime(2026, 3, 1, tzinfo=UTC)
    assert seconds_by_part([], began, began) == {}
    skipped = {"unique_id": "model.p.orders", "execution_time": 0.0, "timing": []}
    assert seconds_by_part([skipped], began, began) == {}


def test_every_second_of_the_run_is_told(tmp_path: Path) -> None:
    """By hand: 5 before the first step and 2 + 10 in steps leave 1.5 of 18.5 s between them."""
    notes = Notes(tmp_path)
    notes.write(DURATIONS, {"land": 2.0, "dbt_build": 10.0})
    notes.write(DBT_SECONDS, {"start-up": 4.0, "models": 6.0})
    steps, whole = time_line(Outcome(True, (), notes, start_up_seconds=5.0), 18.5).split(", in all ")
    assert steps == (
        "Time: start_up 5.0 s, land 2.0 s, dbt_build 10.0 s (start-up 4.0, models 6.0), between_steps 1.5 s"
    )
    assert whole == "18.5 s"
