"""The Streamlit page: the published index, its parts, the scorecard and the state of the build."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

# `streamlit run` puts this file's own folder on the path, not the project that the folder is in.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboard import data, page, panels, theme, views, words

GRAIN_NAMES = {"week": "Week", "month": "Month", "quarter": "Quarter"}
PAGE_STYLE = """
[data-testid="stHeader"] { background: transparent; height: 0; }
[data-testid="stMainBlockContainer"] { max-width: 1296px; padding: 26px 28px 48px; }
[data-testid="stMainBlockContainer"] > div { gap: 14px; }
.st-key-first [data-testid="stHorizontalBlock"], .st-key-parts [data-testid="stHorizontalBlock"],
.st-key-journey [data-testid="stHorizontalBlock"] { gap: 14px; }
[class*="st-key-card-"] { background: #ffffff; border: 1px solid #dfe3e8; border-radius: 8px;
  padding: 18px 20px; gap: 10px; }
.st-key-answers > div, .st-key-answers [data-testid="stHtml"], .st-key-answers .ew,
.st-key-answers .answers { height: 100%; }
@media (min-width: 641px) { .st-key-answers .answers { grid-auto-rows: 1fr; } }
.st-key-card-index .parts { margin: 10px 0 0; }
.st-key-filters [data-testid="stHorizontalBlock"] { gap: 10px 14px; }
.st-key-filters label p { font-size: 12.5px; color: #566173; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 18px 14px 32px; }
  [class*="st-key-card-"] { padding: 15px; }
  .st-key-filters [data-testid="stColumn"] { flex: 1 1 calc(50% - 7px);
    min-width: calc(50% - 7px); }
  .st-key-filters [data-testid="stButtonGroup"] button { padding: 0 7px; }
}
"""


@st.cache_data(max_entries=256, show_spinner=False)
def _read(build_id: str, _database: Path, reader: str, *values: str) -> Any:
    return getattr(data, reader)(_database, *values)


def _html(inner: str) -> None:
    st.html(panels.wrap(inner))


def _choose(build: data.Build, choices: data.Choices) -> views.Scope:
    """The filters, in one row; a link keeps them."""
    start = views.default_scope(choices.periods, build.manifest)
    with st.container(key="filters"):
        grain_place, period_place, segment_place, stage_place = st.columns([3, 3, 3, 3], gap="small")
    grain = grain_place.segmented_control(
        "Period",
        list(choices.periods),
        default=start.grain,
        required=True,
        format_func=lambda g: GRAIN_NAMES[g],
        key="grain",
        bind="query-params",
    )
    grain = grain or start.grain
    newest = views.default_scope(choices.periods, build.manifest, grain)
    periods = choices.periods[grain]
    period = period_place.selectbox(
        f"Which {grain}",
        periods,
        index=periods.index(newest.period),
        format_func=lambda p: words.title(words.period_label(grain, p)),
        key=f"{grain}_start",
        bind="query-params",
    )
    segments = words.distinct_labels(choices.segments, words.segment_label)
    segment = segment_place.selectbox(
        "Segment",
        list(segments),
        format_func=segments.__getitem__,
        key="segment",
        bind="query-params",
    )
    stages = words.distinct_labels(choices.stages, words.stage_label)
    stage = stage_place.selectbox(
        "Journey stage",
        list(stages),
        format_func=stages.__getitem__,
        key="stage",
        bind="query-params",
    )
    return views.Scope(stage or words.ALL, segment or words.ALL, grain, period or newest.period, start.as_of)


def _draw(name: str, figure: page.Figure, with_head: bool = True) -> None:
    """A chart with the words that stand in for it."""
    if with_head:
        _html(panels.card_head(figure.heading, figure.scope))
    if figure.chart is None:
        _html(panels.no_chart(figure.words))
        return
    st.altair_chart(figure.chart, width="stretch", theme=None, key=f"chart-{name}")
    if with_head:
        _html(panels.chart_words(figure.words))


def _card(name: str, figure: page.Figure | None) -> None:
    if figure is None:
        return
    with st.container(key=f"card-{name}", height="stretch"):
        _draw(name, figure)


def _measure_choice(card: pd.DataFrame, chosen: str | None) -> str | None:
    """The measure in detail: the one furthest below its goal unless the reader picks."""
    known = card.drop_duplicates("metric_id").set_index("metric_id")["metric_name"].astype(str)
    names = words.distinct_labels(sorted(known.index, key=lambda m: known[m]), known.__getitem__)
    if not names:
        return chosen
    options = list(names)
    return st.selectbox(
        "Measure (the one furthest below its goal comes first)",
        options,
        index=options.index(chosen) if chosen in options else 0,
        format_func=names.__getitem__,
        key="measure",
        bind="query-params",
    )


def _show_index(shown: page.Page) -> None:
    _html(panels.hero(shown.row, shown.hero_line, shown.scope))
    if shown.is_published:
        _draw("index", shown.figures["index"], with_head=False)
        _html(f'<p class="quiet">{shown.scale_words}</p>{panels.parts(shown.row)}')
    if shown.figures["trend"].chart is not None:
        _html(panels.trend_head(shown.scope))
        _draw("trend", shown.figures["trend"], with_head=False)


def _show(shown: page.Page, build: data.Build, card: pd.DataFrame, reread: Any) -> None:
    figures = shown.figures
    with st.container(key="first"):
        left, right = st.columns([5, 7])
        with left, st.container(key="card-index", height="stretch"):
            _show_index(shown)
        with right, st.container(key="answers", height="stretch"):
            _html(panels.answers(shown.answers, shown.scope))
    with st.container(key="parts"):
        left, right = st.columns(2)
        with left:
            _card("dimensions", figures["dimensions"])
            _card("segments", figures["segments"])
        with right:
            _card("change", figures["change"])
    _html(panels.section("Along the journey", panels.JOURNEY_WORDS))
    chosen = _measure_choice(card, shown.measure_id)
    detail = figures if chosen == shown.measure_id else reread(chosen).figures
    with st.container(key="journey"):
        left, right = st.columns(2)
        with left:
            _card("stages", figures["stages"])
        with right:
            _card("measure-stages", detail.get("measure_stages"))
    _card("measure-weeks", detail.get("measure_weeks"))
    _html(panels.section("Scorecard", panels.SCORECARD_WORDS))
    with st.container(key="card-scorecard"):
        _html(panels.scorecard_table(shown.stage_card, shown.scope.label))
    _html(panels.section("Can this build be trusted?"))
    with st.container(key="card-checks"):
        _html(panels.checks(build.manifest))


def main() -> None:
    """Draws the page for the build that is current at this moment."""
    st.set_page_config(page_title="Empathy index", layout="wide")
    st.html(f"<style>{theme.STYLE}{PAGE_STYLE}</style>")
    try:
        build = data.current_build(data.publish_dir())
        read = partial(_read, build.build_id, build.database)
        choices = read("choices")
        _html(panels.masthead(build.manifest))
        if not choices.periods:
            _html(panels.notice("Nothing is measured yet", "The build holds no index row."))
            _html(panels.checks(build.manifest))
            return
        scope = _choose(build, choices)
        rows = page.Rows(
            index=read("index", scope.grain),
            contributions=read("contributions", scope.grain, scope.period),
            scorecard=read("scorecard", scope.grain, scope.segment, scope.period),
            measures=read("measures"),
        )
        until = views.until(scope)
        assemble = partial(
            page.assemble,
            rows,
            scope,
            build.manifest,
            lambda metric: read("weekly_measure", scope.segment, metric, until),
        )
        _show(assemble(), build, rows.scorecard, assemble)
    except data.NothingPublishedError as error:
        _html(panels.notice("Nothing is published yet", str(error)))
    except data.UnreadableBuildError as error:
        _html(panels.notice("The published build cannot be read", str(error)))


main()
