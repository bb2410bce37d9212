"""From mart rows to what is drawn and said: the frames of the charts, their words, and the answers.

Pure functions. They choose, order and label rows, and put a missing figure into words. The only
arithmetic is what drawing needs: the place of a step in a waterfall, the distance to a target.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard import words

STEPS = 8
"""Measures that a waterfall names; the rest are one step, so that the sum still holds."""


@dataclass(frozen=True)
class Scope:
    """What the figures are about. `period`: its first day, ISO; `as_of`: the build's moment."""

    stage: str
    segment: str
    grain: str
    period: str
    as_of: str = ""

    @property
    def label(self) -> str:
        """Stage, segment and period in words, with `so far` where the period is not over."""
        text = words.scope_label(self.stage, self.segment, self.grain, self.period)
        note = words.period_note(self.grain, self.period, self.as_of)
        return f"{text} ({note})" if note else text

    @property
    def previous(self) -> str:
        """The period before, in words."""
        return words.period_label(self.grain, words.previous_start(self.grain, self.period))


@dataclass(frozen=True)
class Answer:
    """One question of the first screen: what is asked, the short answer, and what supports it."""

    ask: str
    say: str
    lines: list[str] = field(default_factory=list)


def default_scope(periods: dict[str, list[str]], manifest: dict[str, Any], grain: str | None = None) -> Scope:
    """The whole company in the period that the build headlines, or in the newest one of a grain."""
    headline = manifest.get("index") or {}
    known = grain or headline.get("period_grain")
    grain = known if known in periods else next(g for g in ("month", "quarter", "week") if g in periods)
    period = str(headline.get("period_start") or "")[:10]
    if headline.get("period_grain") != grain or period not in periods[grain]:
        period = periods[grain][0]
    return Scope(words.ALL, words.ALL, grain, period, str(manifest.get("as_of") or ""))


def rows_of(frame: pd.DataFrame, **equal: str) -> pd.DataFrame:
    """Rows whose columns equal the given values."""
    for column, value in equal.items():
        frame = frame[frame[column] == value]
    return frame


def index_row(index: pd.DataFrame, scope: Scope) -> dict[str, Any]:
    """The index mart's row of a scope; an empty row with its reason when the mart has none."""
    rows = rows_of(index, journey_stage=scope.stage, segment=scope.segment, period=scope.period)
    if len(rows):
        return {str(key): value for key, value in rows.iloc[0].items()}
    empty: dict[str, Any] = dict.fromkeys(index.columns)
    return empty | {"suppression_reason": "no customer was measured here in this period"}


def scope_before(scope: Scope) -> Scope:
    """The same stage and segment in the period before."""
    start = words.previous_start(scope.grain, scope.period).isoformat()
    return replace(scope, period=start)


def is_published(row: dict[str, Any]) -> bool:
    """True when the row carries an index."""
    return not words.is_missing(row.get("empathy_index"))


def dimension_weights(measures: pd.DataFrame, parts: pd.DataFrame, coverage: Any) -> dict[str, float]:
    """Weight of each dimension in the whole index, 0 to 1.

    From the catalogue where it says; else from the measured parts, whose weights fill 100%, and the
    coverage. A single dimension without a measure has what the others leave; where more lack one,
    their weights cannot be known and are left out.
    """
    shares: dict[str, float] = {}
    if "dimension_weight" in measures.columns:
        known = measures.dropna(subset=["dimension", "dimension_weight"])
        stated = known.groupby("dimension")["dimension_weight"].first()
        shares = {str(name): float(weight) for name, weight in stated.items()}
    elif len(parts) and not words.is_missing(coverage):
        by_name = parts.groupby("dimension")["weight"].sum() / parts["weight"].sum()
        shares = {str(name): float(share) * float(coverage) for name, share in by_name.items()}
    absent = [name for name in words.DIMENSIONS if name not in shares]
    if len(absent) == 1:
        shares[absent[0]] = max(0.0, 1.0 - sum(shares.values()))
    return shares


def dimension_parts(row: dict[str, Any], parts: pd.DataFrame, weights: dict[str, float]) -> pd.DataFrame:
    """Rows for `charts.dimension_bars`: the four dimensions, measured or not."""
    total = float(parts["weight"].sum()) if len(parts) else 0.0
    found = []
    for name in words.DIMENSIONS:
        own = rows_of(parts, dimension=name)
        score = row.get(f"{name}_score")
        is_measured = bool(len(own)) and not words.is_missing(score)
        weight = weights.get(name)
        share = float(own["weight"].sum()) / total if is_measured and total else 0.0
        contribution = float(own["contribution"].sum()) if is_measured else None
        stated = "weight not known" if weight is None else f"weight {words.number(weight * 100, 0)}%"
        if is_measured:
            right = (
                f"{words.number(score)} {words.TIMES} {words.number(share * 100, 0)}% = {words.number(contribution)}"
            )
        else:
            right = f"{stated}, left out"
        found.append(
            {
                "dimension": name,
                "label": words.title(name),
                "possible": 100 * share if is_measured else 100 * (weight or 0.1),
                "contribution": contribution,
                "is_measured": is_measured,
                "left": words.title(name),
                "right": right,
            }
        )
    return pd.DataFrame(found)


BULLET_COLUMNS = [
    "name",
    "label",
    "score",
    "low",
    "high",
    "goal",
    "previous",
    "is_lowest",
    "left",
    "right",
    "reason",
    "why",
]
REASON_WIDTH = 54
"""Characters of a reason that fit in a line on a phone."""


def bullets(index: pd.DataFrame, scope: Scope, by: str) -> pd.DataFrame:
    """Rows for `charts.score_bullets`: the index of each stage or segment (`by`) in a period.

    Stages come in journey order and segments by name; the roll-up itself is not a row.
    """
    label: Callable[[str], str]
    if by == "journey_stage":
        rows = rows_of(index, segment=scope.segment, period=scope.period)
        ranked = rows[rows[by] != words.ALL].sort_values(by, key=lambda s: s.map(words.stage_order))
        label = words.stage_label
    else:
        rows = rows_of(index, journey_stage=scope.stage, period=scope.period)
        ranked = rows[rows[by] != words.ALL].sort_values(by)
        label = words.segment_label
    published = ranked["empathy_index"].dropna()
    lowest = published.idxmin() if len(published) > 1 else None
    found = []
    for place, row in ranked.iterrows():
        change = row["change"]
        is_lowest = place == lowest
        if words.is_missing(row["empathy_index"]):
            right, reason = "", f"not published: {words.reason_words(row['suppression_reason'])}"
        else:
            right = words.number(row["empathy_index"])
            if not words.is_missing(change):
                right += f" ({words.arrow(change)} {words.signed(change)})"
            reason = ""
        found.append(
            {
                "name": row[by],
                "label": label(row[by]),
                "score": row["empathy_index"],
                "low": row["ci_low"],
                "high": row["ci_high"],
                "goal": None,
                "previous": row["previous_empathy_index"],
                "is_lowest": is_lowest,
                "left": label(row[by]) + (", lowest" if is_lowest else ""),
                "right": right,
                "reason": two_lines(reason),
                "why": reason,
            }
        )
    return pd.DataFrame(found, columns=BULLET_COLUMNS)


def measure_bullets(card: pd.DataFrame, metric_id: str) -> pd.DataFrame:
    """Rows for `charts.score_bullets`: one measure by stage, against each stage's own goal.

    Empty when the unit has no fixed scale.
    """
    rows = rows_of(card, metric_id=metric_id)
    rows = rows[rows["journey_stage"] != words.ALL]
    rows = rows.sort_values("journey_stage", key=lambda s: s.map(words.stage_order))
    unit = str(rows["unit"].iloc[0]) if len(rows) else ""
    if rows.empty or fixed_scale(unit) is None:
        return pd.DataFrame([], columns=BULLET_COLUMNS)
    factor = 100.0 if words.is_share(unit) else 1.0
    gaps = gaps_of(rows).dropna()
    lowest = gaps.idxmin() if len(gaps) > 1 and gaps.min() < 0 else None
    found = []
    for place, row in rows.iterrows():
        hidden = words.is_missing(row["value"])
        label = words.stage_label(row["journey_stage"])
        shown = words.in_unit(row["value"], unit)
        if not words.is_missing(row["goal"]):
            shown += f", goal {words.in_unit(row['goal'], unit)}"
        why = f"not shown: {words.reason_words(row['suppression_reason'])}"
        found.append(
            {
                "name": row["journey_stage"],
                "label": label,
                "score": _times(row["value"], factor),
                "low": _times(row["ci_low"], factor),
                "high": _times(row["ci_high"], factor),
                "goal": None if hidden else _times(row["goal"], factor),
                "previous": None if hidden else _times(row["previous_value"], factor),
                "is_lowest": place == lowest,
                "left": label + (", furthest from goal" if place == lowest else ""),
                "right": "" if hidden else shown,
                "reason": two_lines(why) if hidden else "",
                "why": why if hidden else "",
            }
        )
    return pd.DataFrame(found, columns=BULLET_COLUMNS)


def two_lines(text: str) -> str:
    """A reason in at most two lines, without its list of what is missing.

    The whole of it is in the chart's tooltip and in its words.
    """
    text = text.split("; missing", maxsplit=1)[0]
    return "\n".join(wrap(text, REASON_WIDTH, max_lines=2, placeholder=" …"))


def fixed_scale(unit: str) -> tuple[float, float] | None:
    """The ends of the scale that a unit is drawn on; None for one without ends."""
    if words.is_share(unit) or unit == "score":
        return (0.0, 100.0)
    return (-100.0, 100.0) if unit == "points" else None


def gaps_of(card: pd.DataFrame) -> pd.Series:
    """`gap` of each row of a scorecard, on the card's own rows."""
    found = [gap(r["value"], r["goal"], str(r["unit"]), r["direction"]) for r in card.to_dict("records")]
    return pd.Series(found, index=card.index, dtype="float64")


def furthest_measure(card: pd.DataFrame) -> dict[str, Any] | None:
    """The measure furthest below its goal (or least above it), with its `gap`; None without any.

    `card`: rows of one stage and segment. Measures of the index come before diagnostics, and a
    value that rests on few answers is not picked.
    """
    firm = card.assign(gap=gaps_of(card)).dropna(subset=["gap"])
    firm = firm[~firm["is_low_confidence"].astype(bool)]
    own = firm[firm["dimension"].isin(words.DIMENSIONS)]
    ranked = (own if len(own) else firm).sort_values(["gap", "metric_id"])
    return None if ranked.empty else {str(k): v for k, v in ranked.iloc[0].items()}


def _times(value: Any, factor: float) -> float | None:
    return None if words.is_missing(value) else float(value) * factor


def trend(index: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Rows for `charts.index_trend`: every period of the scope's grain, oldest first."""
    rows = rows_of(index, journey_stage=scope.stage, segment=scope.segment).sort_values("period")
    found = []
    for row in rows.to_dict("records"):
        name = words.title(words.period_label(scope.grain, row["period"]))
        if words.is_missing(row["empathy_index"]):
            told = f"{name}: not published, {words.reason_words(row['suppression_reason'])}"
        else:
            told = f"{name}: {words.number(row['empathy_index'])}"
            span = words.interval(row["ci_low"], row["ci_high"])
            told += f" (95% interval {span})" if span else ""
        found.append(
            {
                "period": row["period"],
                "score": row["empathy_index"],
                "low": row["ci_low"],
                "high": row["ci_high"],
                "is_selected": row["period"] == scope.period,
                "tooltip": told,
            }
        )
    columns = ["period", "score", "low", "high", "is_selected", "tooltip"]
    return pd.DataFrame(found, columns=columns)


def waterfall(parts: pd.DataFrame, row: dict[str, Any], scope: Scope) -> pd.DataFrame:
    """Rows for `charts.change_waterfall`: from the period before to this one.

    The start is this index less its change, so both ends stand on the dimensions that the two
    periods share. Steps sum to the change; what measures leave unexplained is a step of its own.
    """
    columns = ["label", "kind", "start", "end", "delta", "left", "right"]
    change = row["change"]
    moves = parts.dropna(subset=["change_contribution"])
    if not is_published(row) or words.is_missing(change) or moves.empty:
        return pd.DataFrame([], columns=columns)
    ranked = moves.sort_values("change_contribution", key=lambda s: s.abs(), ascending=False, kind="stable")
    pairs = [(str(n), float(d)) for n, d in zip(ranked["metric_name"], ranked["change_contribution"], strict=True)]
    named, rest = (pairs, []) if len(pairs) <= STEPS + 1 else (pairs[:STEPS], pairs[STEPS:])
    named = sorted(named, key=lambda pair: -pair[1])
    if rest:
        named.append((f"{len(rest)} other measures", sum(delta for _, delta in rest)))
    left_over = float(change) - sum(delta for _, delta in named)
    if abs(left_over) > 1e-6:
        named.append(("Not explained by the measures", left_over))
    end = float(row["empathy_index"])
    place = end - float(change)
    found = [_total(words.title(scope.previous), place)]
    for label, delta in named:
        kind = "none" if round(delta, 1) == 0 else "gain" if delta > 0 else "loss"
        found.append(
            {
                "label": label,
                "kind": kind,
                "start": place,
                "end": place + delta,
                "delta": delta,
                "left": label,
                "right": f"{words.arrow(delta)} {words.signed(delta)}",
            }
        )
        place += delta
    found.append(_total(words.title(words.period_label(scope.grain, scope.period)), end))
    return pd.DataFrame(found, columns=columns)


def _total(label: str, value: float) -> dict[str, Any]:
    told = words.number(value)
    return {
        "label": label,
        "kind": "total",
        "start": value,
        "end": value,
        "delta": 0.0,
        "left": label,
        "right": told,
    }


def gap(value: Any, goal: Any, unit: str, direction: Any) -> float | None:
    """Distance from the goal, positive when better: points, or % of the goal for durations."""
    if words.is_missing(value) or words.is_missing(goal):
        return None
    distance = float(value) - float(goal)
    if words.is_share(unit):
        distance *= 100
    elif words.is_duration(unit):
        if float(goal) == 0:
            return None
        distance *= 100 / float(goal)
    return -distance if words.is_lower_better(direction) else distance


def gap_unit(unit: str) -> str:
    """What one step of `gap` counts."""
    return "% of goal" if words.is_duration(unit) else "points"


def heatmap(weekly: pd.DataFrame) -> pd.DataFrame:
    """Rows for `charts.gap_heatmap`: every stage and week, with a reason where it is not shown."""
    columns = ["label", "period", "gap", "figure", "tooltip"]
    if weekly.empty:
        return pd.DataFrame([], columns=columns)
    cells = {(r["journey_stage"], r["period"]): r for r in weekly.to_dict("records")}
    stages = sorted(set(weekly["journey_stage"]) - {words.ALL}, key=words.stage_order)
    found = []
    for stage in stages:
        for period in sorted(set(weekly["period"])):
            cell = cells.get((stage, period))
            where = f"{words.stage_label(stage)}, {words.period_label('week', period)}"
            distance = None
            if cell is None:
                told = f"{where}: nothing was measured"
            elif words.is_missing(cell["value"]):
                told = f"{where}: not shown, {words.reason_words(cell['suppression_reason'])}"
            else:
                unit = str(cell["unit"])
                distance = gap(cell["value"], cell["goal"], unit, cell["direction"])
                told = f"{where}: {words.in_unit(cell['value'], unit)}"
                if distance is None:
                    told += ", no goal is set"
                else:
                    told += f", goal {words.in_unit(cell['goal'], unit)}"
            figure = "" if distance is None else words.signed(distance, 0)
            found.append(
                {
                    "label": words.stage_label(stage),
                    "period": period,
                    "gap": distance,
                    "figure": figure,
                    "tooltip": told,
                }
            )
    return pd.DataFrame(found, columns=columns)


def bullet_frame(row: dict[str, Any]) -> pd.DataFrame:
    """The row for `charts.index_bullet`."""
    keys = {
        "score": "empathy_index",
        "low": "ci_low",
        "high": "ci_high",
        "previous": "previous_empathy_index",
    }
    shown = is_published(row)
    values = {k: float(row[v]) if shown and not words.is_missing(row.get(v)) else None for k, v in keys.items()}
    return pd.DataFrame([values]).astype(dict.fromkeys(keys, "float64"))


def until(scope: Scope) -> str:
    """First day after the scope's period, ISO: the heat map's weeks start before it."""
    return words.period_end(scope.grain, scope.period).isoformat()
