"""One page for one scope: the rows it reads, the charts it draws and the words beside them.

Both renderers show what `assemble` returns, so the page and the report cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dashboard import answers, charts, views, words
from dashboard.views import Answer, Scope

SCALE_WORDS = "100 would be every measure at the top of its scale, 0 at the bottom."


@dataclass(frozen=True)
class Rows:
    """Frames of `data` that one page reads: the grain's index, the period's parts and scorecard."""

    index: pd.DataFrame
    contributions: pd.DataFrame
    scorecard: pd.DataFrame
    measures: pd.DataFrame


@dataclass(frozen=True)
class Figure:
    """A chart with heading, scope and the words that stand in for it; no chart, words only."""

    heading: str
    scope: str
    chart: alt.LayerChart | None
    words: str


@dataclass(frozen=True)
class Page:
    """Everything that one scope shows."""

    scope: Scope
    row: dict[str, Any]
    hero_line: str
    scale_words: str
    answers: list[Answer]
    figures: dict[str, Figure]
    stage_card: pd.DataFrame
    measure_id: str | None

    @property
    def is_published(self) -> bool:
        """True when the scope has an index."""
        return views.is_published(self.row)


def assemble(
    rows: Rows,
    scope: Scope,
    manifest: dict[str, Any],
    read_weekly: Callable[[str], pd.DataFrame],
    measure_id: str | None = None,
) -> Page:
    """The page of a scope. `read_weekly` gives a measure's weekly rows in the scope's segment."""
    row = views.index_row(rows.index, scope)
    before = views.index_row(rows.index, views.scope_before(scope))
    parts = views.rows_of(rows.contributions, journey_stage=scope.stage, segment=scope.segment)
    stage_card = views.rows_of(rows.scorecard, journey_stage=scope.stage)
    furthest = views.furthest_measure(stage_card)
    measure_id = measure_id or (str(furthest["metric_id"]) if furthest else None)
    dimensions = views.dimension_parts(row, parts, views.dimension_weights(rows.measures, parts, row.get("coverage")))
    stages = views.bullets(rows.index, scope, "journey_stage")
    segments = views.bullets(rows.index, scope, "segment")
    steps = views.waterfall(parts, row, scope)
    figures = {
        "index": _index_figure(row, scope),
        "dimensions": Figure(
            "What the index is made of",
            scope.label,
            charts.dimension_bars(dimensions, answers.dimension_words(dimensions))
            if dimensions["is_measured"].any()
            else None,
            answers.dimension_words(dimensions),
        ),
        "change": _change_figure(steps, scope),
        "trend": _trend_figure(rows.index, scope),
        "stages": _bullets_figure(stages, "Index by journey stage", _all(scope, "stage")),
        "segments": _bullets_figure(segments, "Index by segment", _all(scope, "segment")),
    }
    if measure_id is not None:
        figures |= _measure_figures(rows.scorecard, read_weekly(measure_id), measure_id, scope)
    return Page(
        scope=scope,
        row=row,
        hero_line=answers.doing(row, before, scope),
        scale_words=SCALE_WORDS,
        answers=[
            answers.sure(row, before, scope),
            answers.missing(row, dimensions, rows.index, manifest, scope),
            answers.worst(stages, segments, furthest, scope),
            answers.changed(steps, row, scope),
        ],
        figures=figures,
        stage_card=stage_card,
        measure_id=measure_id,
    )


def _all(scope: Scope, varying: str) -> str:
    period = words.period_label(scope.grain, scope.period)
    if varying == "stage":
        return f"Each stage · {words.segment_label(scope.segment)} · {period}"
    return f"{words.stage_label(scope.stage)} · Each segment · {period}"


def _index_figure(row: dict[str, Any], scope: Scope) -> Figure:
    told = answers.bullet_words(row, scope)
    shown = charts.index_bullet(views.bullet_frame(row), told)
    return Figure("Index and its interval", scope.label, shown, told)


def _change_figure(steps: pd.DataFrame, scope: Scope) -> Figure:
    told = answers.waterfall_words(steps, scope)
    shown = None if steps.empty else charts.change_waterfall(steps, told)
    return Figure(f"What moved it since {scope.previous}", scope.label, shown, told)


def _trend_figure(index: pd.DataFrame, scope: Scope) -> Figure:
    rows = views.trend(index, scope)
    told = answers.trend_words(rows, scope)
    stage, segment = words.stage_label(scope.stage), words.segment_label(scope.segment)
    where = f"{stage} · {segment} · by {scope.grain}"
    shown = None if charts.is_empty(rows) else charts.index_trend(rows, scope.grain, told)
    return Figure("Index over time", where, shown, told)


def _bullets_figure(rows: pd.DataFrame, heading: str, where: str, scale: tuple[float, float] = charts.SCALE) -> Figure:
    told = answers.bullets_words(rows)
    shown = None if rows.empty else charts.score_bullets(rows, told, scale)
    return Figure(heading, where, shown, told)


def _measure_figures(card: pd.DataFrame, weekly: pd.DataFrame, measure_id: str, scope: Scope) -> dict[str, Figure]:
    own = views.rows_of(card, metric_id=measure_id)
    known = own if len(own) else weekly
    name = str(known["metric_name"].iloc[0]) if len(known) else measure_id
    own_unit = str(known["unit"].iloc[0]) if len(known) else ""
    unit, scale = views.gap_unit(own_unit), views.fixed_scale(own_unit)
    rows = views.measure_bullets(card, measure_id)
    cells = views.heatmap(weekly)
    told = answers.heatmap_words(cells, name, unit)
    segment = words.segment_label(scope.segment)
    return {
        "measure_stages": _bullets_figure(
            rows, f"{name} by journey stage", _all(scope, "stage"), scale or charts.SCALE
        ),
        "measure_weeks": Figure(
            f"{name}: distance from goal",
            f"Each stage · {segment} · by week",
            None if charts.is_empty(cells, "gap") else charts.gap_heatmap(cells, unit, told),
            told,
        ),
    }
