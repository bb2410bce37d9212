"""The five answers of the first screen, and the sentence that stands in for each chart."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from dashboard import views, words
from dashboard.views import Answer, Scope


def doing(row: dict[str, Any], before: dict[str, Any], scope: Scope) -> str:
    """How we are doing, as one line under the index. `before`: the row of the period before."""
    if not views.is_published(row):
        return f"Not published: {words.reason_words(row['suppression_reason'])}."
    if words.is_missing(row["change"]):
        return f"No comparison with {scope.previous}."
    change = row["change"]
    moved = f"{words.arrow(change)} {words.signed(change)} since {scope.previous}"
    overlaps = intervals_overlap(row, before)
    if overlaps is None:
        return moved
    return f"{moved}; the intervals {'overlap' if overlaps else 'do not overlap'}"


def intervals_overlap(one: dict[str, Any], other: dict[str, Any]) -> bool | None:
    """Whether two rows' 95% intervals meet; None where one is not known.

    A level's own margin says nothing about a change, because both periods are uncertain. Intervals
    that stay apart are the cautious sign of a real difference.
    """
    ends = [one["ci_low"], one["ci_high"], other["ci_low"], other["ci_high"]]
    if any(words.is_missing(end) for end in ends):
        return None
    return bool(one["ci_low"] <= other["ci_high"] and other["ci_low"] <= one["ci_high"])


def sure(row: dict[str, Any], before: dict[str, Any], scope: Scope) -> Answer:
    """How sure we are: margin, interval, customers, and whether the change may be chance."""
    ask = "How sure are we?"
    if not views.is_published(row):
        return Answer(ask, "Not sure enough to publish", ["Too little is measured here."])
    lines = []
    if not words.is_missing(row["customer_count"]):
        lines.append(f"Measured on {words.count(row['customer_count'])} customers.")
    span = words.interval(row["ci_low"], row["ci_high"])
    if not span:
        return Answer(ask, "Margin not known", lines)
    lines.insert(0, f"95% interval {span}.")
    if intervals_overlap(row, before):
        lines.append(f"It overlaps that of {scope.previous}: the change may be chance.")
    margin = (float(row["ci_high"]) - float(row["ci_low"])) / 2
    return Answer(ask, f"± {words.number(margin)} points", lines)


def missing(
    row: dict[str, Any],
    parts: pd.DataFrame,
    index: pd.DataFrame,
    manifest: dict[str, Any],
    scope: Scope,
) -> Answer:
    """What is missing: dimensions, stages and segments without an index, tables and rows not read.

    `parts`: the frame of `views.dimension_parts`.
    """
    coverage = row["coverage"]
    absent = list(parts.loc[~parts["is_measured"].astype(bool), "label"])
    lines = []
    if absent:
        verb, whose = ("is", "its") if len(absent) == 1 else ("are", "their")
        fate = f"; the others carry {whose} weight" if views.is_published(row) else ""
        lines.append(f"{words.listed(absent)} {verb} not measured{fate}.")
    at = views.rows_of(index, period=scope.period)
    stages = views.rows_of(at, segment=scope.segment)
    segments = views.rows_of(at, journey_stage=scope.stage)
    for rows, column in ((stages, "journey_stage"), (segments, "segment")):
        name = column.removeprefix("journey_")
        cells = rows[rows[column] != words.ALL]
        hidden = int(cells["empathy_index"].isna().sum())
        if hidden:
            verb = "has" if hidden == 1 else "have"
            lines.append(f"{hidden} of {len(cells)} {name}s {verb} no index.")
    share = row["published_customer_share"]
    if views.is_published(row) and not words.is_missing(share) and not math.isclose(share, 1.0):
        percent = words.number(float(share) * 100)
        lines.append(f"The published stages hold {percent}% of customers.")
    tables = len(manifest.get("absent_tables") or [])
    held = sum(int(n) for n in (manifest.get("quarantine") or {}).values())
    if tables or held:
        told = [f"{words.count(tables)} {_plural(tables, 'table')} not delivered"] if tables else []
        told += [f"{words.count(held)} {_plural(held, 'row')} set aside"] if held else []
        lines.append(f"{words.listed(told)}.")
    if words.is_missing(coverage):
        return Answer("What is missing?", "Coverage not known", lines)
    uncovered = words.number(100 * (1 - float(coverage)), 0)
    say = "Nothing in the index" if uncovered == "0" else f"{uncovered}% of the weight"
    return Answer("What is missing?", say, lines)


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def worst(stages: pd.DataFrame, segments: pd.DataFrame, measure: dict[str, Any] | None, scope: Scope) -> Answer:
    """Where it is worst: the lowest stage (of all stages), segment, and the measure to look at.

    `stages`, `segments`: frames of `views.bullets`; `measure`: from `views.furthest_measure`.
    """
    lines = []
    say = ""
    known = stages.dropna(subset=["score"]).sort_values("score", kind="stable")
    if scope.stage == words.ALL and len(known) > 1:
        low, second = known.iloc[0], known.iloc[1]
        say = f"{low['label']}, {words.number(low['score'])}"
        told = f"Lowest of {len(known)} published stages"
        if not words.is_missing(low["high"]) and low["high"] >= second["low"]:
            told += f", not clearly below {second['label']} ({words.number(second['score'])})"
        lines.append(f"{told}.")
    if measure is not None:
        unit = str(measure["unit"])
        value, goal = words.in_unit(measure["value"], unit), words.in_unit(measure["goal"], unit)
        told = f"{value}, goal {goal}"
        if measure["gap"] >= 0:
            lines.append("No measure is below its goal.")
        elif say:
            lines.append(f"Furthest below goal: {measure['metric_name']}, {told}.")
        else:
            lines.append(f"Furthest below its goal: {told}.")
        say = say or (str(measure["metric_name"]) if measure["gap"] < 0 else "All goals are met")
    known = segments.dropna(subset=["score"]).sort_values("score", kind="stable")
    if scope.segment == words.ALL and len(known) > 1:
        low = known.iloc[0]
        lines.append(f"Lowest segment: {low['label']}, {words.number(low['score'])}.")
    return Answer("Where is it worst?", say or "Too little is published to say", lines)


def changed(steps: pd.DataFrame, row: dict[str, Any], scope: Scope) -> Answer:
    """What changed: the change, and the measures that gave and took most."""
    ask = "What changed?"
    change = row["change"]
    if not views.is_published(row) or words.is_missing(change):
        return Answer(
            ask,
            "No comparison",
            [f"The index of {scope.previous} or of this period is not published."],
        )
    say = f"{words.arrow(change)} {words.signed(change)} since {scope.previous}"
    moves = steps[steps["kind"] != "total"] if len(steps) else steps
    lines = []
    for told, chosen in (("Most up", "gain"), ("Most down", "loss")):
        own = moves[moves["kind"] == chosen] if len(moves) else moves
        own = own[~own["label"].str.endswith("other measures")] if len(own) else own
        if len(own):
            top = own.sort_values("delta", key=lambda s: -s.abs(), kind="stable").iloc[0]
            lines.append(f"{told}: {top['label']}, {words.signed(top['delta'])}.")
    return Answer(ask, say, lines or ["No single measure moved it by a tenth of a point."])


def bullet_words(row: dict[str, Any], scope: Scope) -> str:
    """Stands in for the index bullet."""
    if not views.is_published(row):
        return f"{scope.label}. Not published: {words.reason_words(row['suppression_reason'])}."
    text = f"{scope.label}. Index {words.number(row['empathy_index'])} of 100"
    span = words.interval(row["ci_low"], row["ci_high"])
    text += f", 95% interval {span}" if span else ""
    if not words.is_missing(row["previous_empathy_index"]):
        text += f"; {words.number(row['previous_empathy_index'])} in {scope.previous}"
    return f"{text}."


def dimension_words(parts: pd.DataFrame) -> str:
    """Stands in for the dimension bars."""
    told = []
    for part in parts.to_dict("records"):
        if part["is_measured"]:
            told.append(
                f"{part['label']} adds {words.number(part['contribution'])} of {words.number(part['possible'])}"
            )
        else:
            told.append(f"{part['label']} is not measured")
    return f"{'; '.join(told)}."


def bullets_words(rows: pd.DataFrame) -> str:
    """Stands in for score bullets by stage or segment."""
    told = []
    for row in rows.to_dict("records"):
        if words.is_missing(row["score"]):
            told.append(f"{row['label']} {row['why']}")
        else:
            span = words.interval(row["low"], row["high"])
            told.append(f"{row['label']} {words.number(row['score'])}" + (f" ({span})" if span else ""))
    return f"{'; '.join(told)}." if told else "Nothing to show."


def trend_words(rows: pd.DataFrame, scope: Scope) -> str:
    """Stands in for the trend."""
    known = rows.dropna(subset=["score"])
    if known.empty:
        return "No period is published."
    first, last = known.iloc[0], known.iloc[-1]
    gone = len(rows) - len(known)
    text = (
        f"From {words.number(first['score'])} ({words.period_label(scope.grain, first['period'])}) "
        f"to {words.number(last['score'])} ({words.period_label(scope.grain, last['period'])}); "
        f"lowest {words.number(known['score'].min())}, highest {words.number(known['score'].max())}"
    )
    return f"{text}; {gone} of {len(rows)} {scope.grain}s not published." if gone else f"{text}."


def waterfall_words(steps: pd.DataFrame, scope: Scope) -> str:
    """Stands in for the waterfall."""
    if steps.empty:
        return f"There is nothing to compare with {scope.previous}."
    first, last = steps.iloc[0], steps.iloc[-1]
    moves = [f"{s['label']} {words.signed(s['delta'])}" for s in steps.to_dict("records") if s["kind"] != "total"]
    return (
        f"From {words.number(first['end'])} in {first['label']} to {words.number(last['end'])} "
        f"in {last['label']}: {'; '.join(moves)}."
    )


def heatmap_words(cells: pd.DataFrame, measure: str, unit: str) -> str:
    """Stands in for the heat map."""
    known = cells.dropna(subset=["gap"])
    if known.empty:
        return f"{measure}: no week is published."
    mean = known.assign(gap=known["gap"].astype(float)).groupby("label")["gap"]
    below = {str(k): int(v) for k, v in mean.apply(lambda s: int((s < 0).sum())).items()}
    weeks = {str(k): int(v) for k, v in mean.size().items()}
    low = known.sort_values("gap", kind="stable").iloc[0]
    ranked = [f"{name} {below[name]} of {weeks[name]}" for name in dict.fromkeys(known["label"])]
    return (
        f"Weeks below goal: {', '.join(ranked)}. Furthest below: {low['label']}, "
        f"{words.period_label('week', low['period'])}, {words.signed(low['gap'])} {unit}."
    )
