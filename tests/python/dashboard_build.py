"""A small published folder for the tests of the dashboard, made without the pipeline.

Shares are drawn per stage, segment and week and pooled into months and quarters; scores, index,
contributions and changes follow from them as the scoring rules say. The business dimension has no
measure (coverage 0.75), and the segment `public_sector` is too small to be shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

STAGES = [
    "awareness",
    "consideration",
    "conversion",
    "onboarding",
    "retention",
    "expansion",
    "unknown",
]
SEGMENTS = ["at_risk", "enterprise", "public_sector", "small_business"]
WEIGHTS = {"experience": 0.30, "behaviour": 0.30, "business": 0.25, "qualitative": 0.15}
MINIMUM = 30
FIRST_WEEK = date(2026, 1, 5)
WEEKS = 26
METRICS = [
    ("csat_rate", "Satisfied answers", "experience", 0.60, 0.95, 0.83),
    ("confidence_rate", "Customers who feel confident", "experience", 0.40, 0.90, 0.71),
    ("customer_effort_rate", "Easy to get help", "experience", 0.45, 0.90, 0.72),
    ("first_response_on_time_rate", "First response on time", "behaviour", 0.50, 0.95, 0.79),
    ("useful_response_on_time_rate", "Useful response on time", "behaviour", 0.40, 0.90, 0.62),
    ("no_repeat_contact_7d_rate", "No repeat contact in 7 days", "behaviour", 0.60, 0.95, 0.86),
    ("self_serve_resolution_rate", "Solved without a person", "behaviour", 0.10, 0.60, 0.36),
    ("felt_understood_rate", "Felt understood", "qualitative", 0.40, 0.90, 0.66),
    ("non_complaint_rate", "Conversations without complaint", "qualitative", 0.85, 0.99, 0.955),
]
STAGE_SHIFT = dict(zip(STAGES, [0.03, 0.01, 0.0, -0.10, 0.02, 0.04, -0.02], strict=True))
SEGMENT_SHIFT = dict(zip(SEGMENTS, [-0.08, 0.03, 0.0, 0.01], strict=True))
SEGMENT_SIZE = dict(zip(SEGMENTS, [40, 90, 0.6, 160], strict=True))


def _period_start(week: date, grain: str) -> date:
    if grain == "week":
        return week
    month = week.month if grain == "month" else (week.month - 1) // 3 * 3 + 1
    return date(week.year, month, 1)


def _cells() -> pd.DataFrame:
    random = np.random.default_rng(7)
    rows = []
    for week in range(WEEKS):
        start = FIRST_WEEK + timedelta(days=7 * week)
        for stage in STAGES:
            for segment in SEGMENTS:
                size = SEGMENT_SIZE[segment] * (0.4 if stage == "unknown" else 1.0)
                for place, (metric, _, _, _, _, base) in enumerate(METRICS):
                    n = int(random.poisson(size * (0.5 if place < 3 else 1.0)))
                    drift = 0.0022 * week if place in (3, 4) else -0.0012 * week if place == 0 else 0
                    share = base + STAGE_SHIFT[stage] + SEGMENT_SHIFT[segment] + drift
                    good = int(random.binomial(n, min(0.99, max(0.02, share))))
                    rows.append((metric, stage, segment, start, good, n))
    return pd.DataFrame(rows, columns=["metric_id", "journey_stage", "segment", "week", "numerator", "denominator"])


def _pooled(cells: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for grain in ("week", "month", "quarter"):
        at = cells.assign(
            period_grain=grain,
            period_start=cells["week"].map(lambda w, g=grain: _period_start(w, g)),
        )
        for stage in (True, False):
            for segment in (True, False):
                one = at
                one = one if stage else one.assign(journey_stage="all")
                one = one if segment else one.assign(segment="all")
                keys = ["metric_id", "journey_stage", "segment", "period_grain", "period_start"]
                parts.append(one.groupby(keys, as_index=False)[["numerator", "denominator"]].sum())
    return pd.concat(parts, ignore_index=True)


def _values(cells: pd.DataFrame) -> pd.DataFrame:
    frame = _pooled(cells)
    n = frame["denominator"]
    share = frame["numerator"] / n.where(n > 0)
    hidden = n < MINIMUM
    spread = 1.96 * np.sqrt(share * (1 - share) / n.where(n > 0))
    frame["n"] = n
    frame["value"] = share.mask(hidden)
    frame["ci_low"] = (share - spread).clip(0, 1).mask(hidden)
    frame["ci_high"] = (share + spread).clip(0, 1).mask(hidden)
    frame["is_suppressed"] = hidden
    frame["is_low_confidence"] = ~hidden & (n < 2 * MINIMUM)
    frame["suppression_reason"] = hidden.map({True: f"fewer than {MINIMUM} answers", False: None})
    return frame


def _band(score: float) -> str | None:
    if np.isnan(score):
        return None
    return "acceptable" if score >= 70 else "needs_improvement" if score >= 40 else "critical"


def _scorecard(values: pd.DataFrame) -> pd.DataFrame:
    names = pd.DataFrame(METRICS, columns=["metric_id", "metric_name", "dimension", "floor", "target", "base"])
    card = values.merge(names, on="metric_id").sort_values("period_start", kind="stable")
    keys = ["metric_id", "journey_stage", "segment", "period_grain"]
    score = 100 * (card["value"] - card["floor"]) / (card["target"] - card["floor"])
    card["normalised_score"] = score.clip(0, 100)
    card["previous_value"] = card.groupby(keys)["value"].shift(1)
    card["change"] = card["value"] - card["previous_value"]
    card["band"] = score.map(_band)
    card["acceptable_from"] = card["metric_id"].map({m[0]: round(m[5] + 0.02, 2) for m in METRICS})
    card["is_breached"] = card["normalised_score"] < 40
    return card.assign(
        indicator_type="leading",
        direction="higher_is_better",
        unit="share",
        owner="Support operations",
        data_source="helpdesk",
        action_threshold="Look into it when the rate falls below its goal",
    )


def _index_and_parts(card: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    keys = ["journey_stage", "segment", "period_grain", "period_start"]
    indexes: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    before: dict[tuple[str, ...], tuple[float | None, dict[str, float]]] = {}
    for key, rows in card.sort_values(["period_start", "metric_id"]).groupby(keys, sort=False):
        cell: dict[str, Any] = dict(zip(keys, key, strict=True))
        shown = rows.dropna(subset=["normalised_score"])
        scores = {str(d): own["normalised_score"].mean() for d, own in shown.groupby("dimension")}
        coverage = sum(WEIGHTS[d] for d in scores)
        published = coverage >= 0.60 and len(scores) >= 2
        index = sum(WEIGHTS[d] * s for d, s in scores.items()) / coverage if published else None
        place = (cell["journey_stage"], cell["segment"], cell["period_grain"])
        last, last_parts = before.get(place, (None, {}))
        current: dict[str, float] = {}
        same = published and last is not None and set(last_parts) == set(shown["metric_id"])
        for row in shown.to_dict("records") if published else []:
            siblings = (shown["dimension"] == row["dimension"]).sum()
            weight = WEIGHTS[row["dimension"]] / coverage / siblings
            given = weight * row["normalised_score"]
            current[row["metric_id"]] = given
            parts.append(
                cell
                | {
                    "dimension": row["dimension"],
                    "metric_id": row["metric_id"],
                    "weight": weight,
                    "score": row["normalised_score"],
                    "contribution": given,
                    "change_contribution": given - last_parts[row["metric_id"]] if same else None,
                }
            )
        margin = 60 / np.sqrt(max(1, rows["n"].sum() / 9))
        indexes.append(
            cell
            | {
                "weight_set_version": "2026.1",
                "goalpost_version": "2026.1",
                "suppression_reason": None
                if published
                else f"coverage {coverage:.2f} is below 0.60; missing: business (0 of 2 metrics)",
                "empathy_index": index,
                "ci_low": index - margin if index is not None else None,
                "ci_high": index + margin if index is not None else None,
                "coverage": coverage,
                **{f"{d}_score": scores.get(d) for d in WEIGHTS},
                "empathy_index_geometric": index - 1.0 if index is not None else None,
                "empathy_index_equal_weighted": index if cell["journey_stage"] == "all" else None,
                "published_customer_share": 0.97 if cell["journey_stage"] == "all" else None,
                "customer_count": int(rows["n"].max()),
                "previous_empathy_index": last,
                "change": index - last if same and index is not None and last is not None else None,
                "is_suppressed": not published,
            }
        )
        before[place] = (index, current)
    return pd.DataFrame(indexes), pd.DataFrame(parts)


@cache
def marts() -> dict[str, pd.DataFrame]:
    """The published tables by name; the same frames each time."""
    return dict(_marts())


def _marts() -> Iterator[tuple[str, pd.DataFrame]]:
    values = _values(_cells())
    card = _scorecard(values)
    index, parts = _index_and_parts(card)
    keys = ["metric_id", "journey_stage", "segment", "period_grain"]
    texts = ["metric_name", "dimension", "indicator_type", "direction", "unit", "band", "owner"]
    figures = ["action_threshold", "value", "n", "ci_low", "ci_high", "target", "floor"]
    more = [
        "acceptable_from",
        "is_low_confidence",
        "data_source",
        "suppression_reason",
        "normalised_score",
        "previous_value",
        "change",
    ]
    yield "fct_metric_values", values
    yield (
        "journey_stage_scorecard",
        card[[*keys, *texts, *figures, *more, "is_breached", "is_suppressed", "period_start"]],
    )
    yield "empathy_index", index
    yield "empathy_index_contributions", parts
    yield (
        "dim_metrics",
        pd.DataFrame(
            [
                {
                    "metric_id": m[0],
                    "metric_name": m[1],
                    "dimension": m[2],
                    "unit": "share",
                    "dimension_weight": WEIGHTS[m[2]],
                }
                for m in METRICS
            ]
        ),
    )


def write_build(root: Path, build_id: str = "20260705T020000Z-abc123") -> Path:
    """Publishes the synthetic build under `root` and points `current` at it; returns its folder."""
    folder = root / build_id
    folder.mkdir(parents=True)
    connection = duckdb.connect(str(folder / "empathy.duckdb"))
    connection.execute("create schema marts")
    counts = {}
    for name, frame in marts().items():
        connection.register("frame", frame)
        connection.execute(f"create table marts.{name} as select * from frame")
        connection.unregister("frame")
        counts[name] = len(frame)
    connection.close()
    (folder / "manifest.json").write_text(json.dumps(manifest(build_id, counts)), encoding="utf-8")
    pointer = root / "current"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(build_id)
    return folder


def manifest(build_id: str, counts: dict[str, int]) -> dict[str, Any]:
    """A manifest as the publish step writes it."""
    return {
        "build_id": build_id,
        "git_commit": "0123456789abcdef",
        "built_at": "2026-07-05T02:00:00Z",
        "as_of": "2026-07-04T23:58:00Z",
        "raw_dir_sources": ["landing", "zendesk"],
        "row_counts": counts,
        "checks": {
            "passed": 412,
            "warned": 1,
            "failed": 0,
            "results": [
                {
                    "name": "rows_are_balanced_zendesk_ticket",
                    "kind": "dbt_test",
                    "severity": "error",
                    "status": "passed",
                    "message": "",
                },
                {
                    "name": "raw_zendesk_ticket_comment.every_intent_is_a_known_intent",
                    "kind": "gx",
                    "severity": "warn",
                    "status": "warned",
                    "message": "<b>3%</b> of threads have no intent",
                },
            ],
        },
        "index": {
            "period_grain": "month",
            "period_start": "2026-06-01",
            "is_suppressed": False,
        },
        "quarantine": {"zendesk.ticket_comment": 14, "landing.messages": 3},
        "absent_tables": ["zendesk.ticket_chat", "zendesk.ticket_chat_event"],
        "durations": {"land": 1.2, "build": 8.4},
    }
