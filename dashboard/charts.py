"""The charts of the page and the report: pure functions from a pandas frame to an Altair chart.

Every chart fills the width it is given, works from about 320 px up, and carries a `description`:
the text that stands in for it where it cannot be seen. Frames come from `views`. Nothing here
computes a figure: a value that is missing in the frame is drawn as missing, in words, never as 0.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dashboard import theme, words

SCALE = (0.0, 100.0)
ROW = 48
STEP = 40
CELL = 30
HEATMAP_POINTS = 30.0
"""Distance from the goal at which the heat map's colour saturates; fixed, so that pages compare."""

# Typed as Any because Altair leaves the constructors of its value channels untyped.
_at_x: Any = alt.XValue
_at_y: Any = alt.YValue
_text: Any = alt.TextValue


def _finished(frame: pd.DataFrame, layers: list[Any], height: int, description: str) -> alt.LayerChart:
    chart: Any = alt.layer(*layers, data=frame).properties(
        width="container",
        height=height,
        description=description,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        padding={"left": 0, "right": 0, "top": 4, "bottom": 0},
    )
    configured: alt.LayerChart = chart.configure(**theme.VEGA_CONFIG)
    return configured


def _score_axis(scale: tuple[float, float]) -> alt.X:
    low, high = scale
    return alt.X(
        "from:Q",
        title=None,
        scale=alt.Scale(domain=[low, high], clamp=True, nice=False),
        axis=alt.Axis(values=[low + (high - low) * part / 4 for part in range(5)], grid=False),
    )


def _rows(order: list[str]) -> alt.Y:
    return alt.Y("label:N", sort=order, title=None, axis=None, scale=alt.Scale(paddingInner=0))


def _row_text(base: Any, y: alt.Y, field: str, side: str, **mark: Any) -> Any:
    """Text above a row's bar, at its left or right end."""
    x = _at_x(0 if side == "left" else "width")
    options: dict[str, Any] = {"align": side, "baseline": "middle", "dy": -11} | mark
    return base.mark_text(**options).encode(x=x, y=y, text=alt.Text(f"{field}:N"))


def index_bullet(frame: pd.DataFrame, description: str) -> alt.LayerChart:
    """One index on the whole scale from 0 to 100, with its 95% interval and the period before.

    `frame`: one row; score, low, high, previous (points, null when not published).
    """
    base = alt.Chart()
    y = _at_y(18)
    layers = [
        base.mark_bar(height=12, color=theme.TRACK, cornerRadius=2).encode(
            x=_score_axis(SCALE), x2=alt.X2("to:Q"), y=y
        ),
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_bar(height=12, color=theme.ACCENT_SOFT)
        .encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y),
        base.transform_filter("isValid(datum.previous)")
        .mark_point(shape="diamond", size=70, color=theme.QUIET, filled=False, strokeWidth=1.6)
        .encode(x=alt.X("previous:Q"), y=y),
        base.transform_filter("isValid(datum.score)")
        .mark_tick(orient="vertical", thickness=4, size=28, color=theme.INK, opacity=1)
        .encode(x=alt.X("score:Q"), y=y),
    ]
    ends = {"from": SCALE[0], "to": SCALE[1]}
    return _finished(frame.assign(**ends), layers, 36, description)


def dimension_bars(frame: pd.DataFrame, description: str) -> alt.LayerChart:
    """What each dimension adds to the index, inside what it could add at a score of 100.

    `frame`: one row a dimension; label, possible (points), contribution (points), is_measured,
    left, right (text). A dimension that is not measured is a dashed outline as wide as its weight.
    """
    order = list(frame["label"])
    top = float(pd.to_numeric(frame["possible"]).max()) if len(frame) else 0.0
    domain = [0, max(10.0, top)]
    base = alt.Chart()
    y = _rows(order)
    start = alt.X(
        "from:Q",
        title="points of the index",
        scale=alt.Scale(domain=domain, nice=False, clamp=True),
        axis=alt.Axis(tickCount=4, grid=False),
    )
    measured = base.transform_filter("datum.is_measured")
    missing = base.transform_filter("!datum.is_measured")
    bar: dict[str, Any] = {"height": 14, "yOffset": 7}
    layers = [
        measured.mark_bar(**bar, color=theme.TRACK).encode(x=start, x2=alt.X2("possible:Q"), y=y),
        measured.mark_bar(**bar, color=theme.ACCENT).encode(x=start, x2=alt.X2("contribution:Q"), y=y),
        missing.mark_bar(**bar, fill="transparent", stroke=theme.QUIET, strokeDash=[3, 3], strokeWidth=1).encode(
            x=start, x2=alt.X2("possible:Q"), y=y
        ),
        missing.mark_text(align="left", baseline="middle", dx=8, dy=7, fontStyle="italic", color=theme.QUIET).encode(
            x=_at_x(0), y=y, text=_text("not measured")
        ),
        _row_text(base, y, "left", "left", fontWeight=600),
        _row_text(base, y, "right", "right", color=theme.QUIET),
    ]
    return _finished(frame.assign(**{"from": 0.0}), layers, ROW * len(frame), description)


def score_bullets(frame: pd.DataFrame, description: str, scale: tuple[float, float] = SCALE) -> alt.LayerChart:
    """One bullet a row on a fixed scale: bar, 95% interval, tick at the goal, diamond at the last.

    `frame`: in the order to be drawn (the journey for stages); label, score, low, high, goal,
    previous (on the scale, null when not published), is_lowest, left, right, reason (text in at
    most two lines), why (the whole reason). A row without a score says why in words.
    """
    base = alt.Chart()
    y = _rows(list(frame["label"]))
    bar: dict[str, Any] = {"height": 14, "yOffset": 7}
    shown = base.transform_filter("isValid(datum.score)")
    colour = alt.condition("datum.is_lowest", alt.value(theme.LOSS), alt.value(theme.ACCENT))
    layers = [
        shown.mark_bar(**bar, color=theme.TRACK).encode(x=_score_axis(scale), x2=alt.X2("to:Q"), y=y),
        shown.mark_bar(**bar).encode(x=alt.X("zero:Q"), x2=alt.X2("score:Q"), y=y, color=colour),
        shown.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(yOffset=7, strokeWidth=2, color=theme.INK)
        .encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y),
        shown.transform_filter("isValid(datum.previous)")
        .mark_point(shape="diamond", size=60, yOffset=7, fill=theme.CARD, stroke=theme.INK, opacity=1)
        .encode(x=alt.X("previous:Q"), y=y),
        shown.transform_filter("isValid(datum.goal)")
        .mark_tick(orient="vertical", yOffset=7, thickness=3, size=24, color=theme.INK, opacity=1)
        .encode(x=alt.X("goal:Q"), y=y),
        base.transform_filter("!isValid(datum.score)")
        .mark_text(
            align="left",
            baseline="top",
            dy=-4,
            fontSize=11.5,
            lineHeight=13.5,
            lineBreak="\n",
            fontStyle="italic",
            color=theme.QUIET,
            limit=alt.expr("width"),
        )
        .encode(x=_at_x(0), y=y, text=alt.Text("reason:N"), tooltip=alt.Tooltip("why:N", title=" ")),
        _row_text(base, y, "left", "left", fontWeight=600),
        _row_text(base, y, "right", "right", color=theme.QUIET),
    ]
    ends = {"from": scale[0], "to": scale[1], "zero": max(0.0, scale[0])}
    return _finished(frame.assign(**ends), layers, ROW * len(frame), description)


def _period_axis(grain: str) -> alt.Axis:
    pattern = {"week": "%-d %b", "month": "%b %Y", "quarter": "Q%q %Y"}[grain]
    return alt.Axis(
        labelExpr=f"utcFormat(toDate(datum.value), '{pattern}')",
        labelAngle=0,
        labelOverlap="parity",
        labelSeparation=10,
        grid=False,
    )


def trend_domain(frame: pd.DataFrame) -> list[float]:
    """Full tens around every index and interval end; the whole scale when nothing is published."""
    values = pd.concat([frame["score"], frame["low"], frame["high"]]).dropna()
    if values.empty:
        return [0.0, 100.0]
    low, high = float(values.min()), float(values.max())
    return [max(0.0, low // 10 * 10), min(100.0, -(-high // 10) * 10 or 10.0)]


def index_trend(frame: pd.DataFrame, grain: str, description: str, height: int = 120) -> alt.LayerChart:
    """The index over periods with its 95% interval; a period that is not published leaves a gap.

    `frame`: one row a period; period (ISO date), score, low, high, is_selected, tooltip (text).
    """
    domain = trend_domain(frame)
    base = alt.Chart()
    x = alt.X(
        "period:O",
        title=None,
        sort="ascending",
        scale=alt.Scale(type="point", padding=0.4),
        axis=_period_axis(grain),
    )
    scale = alt.Scale(domain=domain, zero=False, nice=False)
    axis = alt.Axis(tickCount=3)
    y = alt.Y("score:Q", title=None, scale=scale, axis=axis)
    tooltip = alt.Tooltip("tooltip:N", title=" ")
    shown = base.transform_filter("isValid(datum.score)")
    layers = [
        base.mark_area(color=theme.ACCENT_SOFT, opacity=0.45).encode(
            x=x, y=alt.Y("low:Q", title=None, scale=scale, axis=axis), y2=alt.Y2("high:Q")
        ),
        shown.mark_rule(color=theme.ACCENT, opacity=0.35, strokeWidth=1.5).encode(
            x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
        ),
        base.mark_line(color=theme.ACCENT, strokeWidth=2).encode(x=x, y=y),
        shown.mark_point(color=theme.ACCENT, filled=True, size=34, opacity=1).encode(x=x, y=y, tooltip=tooltip),
        shown.transform_filter("datum.is_selected")
        .mark_point(color=theme.INK, filled=False, size=150, strokeWidth=2, opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
        base.transform_filter("!isValid(datum.score)")
        .mark_text(text=words.TIMES, color=theme.QUIET, fontSize=15, dy=-7)
        .encode(x=x, y=_at_y("height"), tooltip=tooltip),
    ]
    return _finished(frame, layers, height, description)


def change_waterfall(frame: pd.DataFrame, description: str) -> alt.LayerChart:
    """How the index came from one period to the next, one step a measure, largest first.

    `frame`: from `views.waterfall`; label, kind (total|gain|loss|none), start, end (points), left,
    right (text). The steps join up: each starts where the one before it ends.
    """
    order = list(frame["label"])
    ends = pd.concat([frame["start"], frame["end"]])
    low, high = float(ends.min()), float(ends.max())
    room = max((high - low) * 0.12, 0.5)
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    base = alt.Chart()
    y = _rows(order)
    x = alt.X(
        "start:Q",
        title="index points; the axis does not start at 0",
        scale=scale,
        axis=alt.Axis(tickCount=4, grid=False),
    )
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["gain", "loss", "none"], range=[theme.GAIN, theme.LOSS, theme.QUIET]),
        legend=None,
    )
    steps = base.transform_filter("datum.kind != 'total'")
    totals = base.transform_filter("datum.kind == 'total'")
    layers = [
        steps.mark_bar(height=12, yOffset=6).encode(x=x, x2=alt.X2("end:Q"), y=y, color=colour),
        totals.mark_tick(orient="vertical", yOffset=6, thickness=4, size=18, color=theme.INK, opacity=1).encode(
            x=x, y=y
        ),
        _row_text(base, y, "left", "left", dy=-9),
        _row_text(base, y, "right", "right", dy=-9, fontWeight=600),
    ]
    return _finished(frame, layers, STEP * len(frame), description)


def gap_heatmap(frame: pd.DataFrame, unit: str, description: str) -> alt.LayerChart:
    """Distance from the goal by journey stage and week: blue above the goal, orange below.

    `frame`: one row a stage and week; label, period (ISO date), gap (positive is better, null when
    not published), figure, tooltip (text); rows in journey order. `unit`: what a gap counts.
    The colour scale is symmetric, fixed and clamped, so that off-scale cells take its last colour.
    """
    order = list(dict.fromkeys(frame["label"]))
    base = alt.Chart()
    x = alt.X(
        "period:O",
        title=None,
        sort="ascending",
        scale=alt.Scale(paddingInner=0.06, paddingOuter=0),
        axis=_period_axis("week"),
    )
    y = alt.Y("label:N", sort=order, title=None, scale=alt.Scale(paddingInner=0.1))
    tooltip = alt.Tooltip("tooltip:N", title=" ")
    domain = [-HEATMAP_POINTS, HEATMAP_POINTS]
    colour = alt.Color(
        "gap:Q",
        scale=alt.Scale(domain=domain, range=theme.DIVERGING, clamp=True, interpolate="lab"),
        legend=alt.Legend(
            title=f"{unit} from goal",
            orient="top",
            direction="horizontal",
            gradientLength=180,
            gradientThickness=9,
            values=[domain[0], 0, domain[1]],
            offset=8,
        ),
    )
    shown = base.transform_filter("isValid(datum.gap)")
    layers = [
        shown.mark_rect().encode(x=x, y=y, color=colour, tooltip=tooltip),
        shown.mark_text(fontSize=10.5, opacity=alt.expr("width > 640 ? 1 : 0")).encode(
            x=x,
            y=y,
            text=alt.Text("figure:N"),
            tooltip=tooltip,
            color=alt.condition(
                f"abs(datum.gap) > {0.55 * HEATMAP_POINTS}",
                alt.value("#ffffff"),
                alt.value(theme.INK),
            ),
        ),
        base.transform_filter("!isValid(datum.gap)")
        .mark_text(text="·", color=theme.QUIET, fontSize=16)
        .encode(x=x, y=y, tooltip=tooltip),
    ]
    return _finished(frame, layers, CELL * len(order), description)


def is_empty(frame: pd.DataFrame, column: str = "score") -> bool:
    """True when a frame has no figure to draw, so that the caller writes words instead."""
    return frame.empty or bool(frame[column].map(words.is_missing).all())
