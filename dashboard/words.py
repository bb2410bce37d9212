"""The words of the dashboard: scopes, periods, figures and reasons, said alike everywhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

ALL = "all"
JOURNEY = (
    "awareness",
    "consideration",
    "conversion",
    "onboarding",
    "retention",
    "expansion",
    "unknown",
)
DIMENSIONS = ("experience", "behaviour", "business", "qualitative")
GRAINS = ("week", "month", "quarter")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
BANDS = {
    "acceptable": ("●", "Acceptable"),
    "needs_improvement": ("◆", "Needs improvement"),
    "critical": ("■", "Critical"),
}
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"


def is_missing(value: Any) -> bool:
    """True for None, NaN, NaT and pandas.NA."""
    return value is None or bool(pd.isna(value))


def title(name: str) -> str:
    """`at_risk` -> `At risk`."""
    text = str(name).replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def stage_label(stage: str) -> str:
    """Name of a journey stage as a reader sees it."""
    if stage == ALL:
        return "All stages"
    return "Stage unknown" if stage == "unknown" else title(stage)


def segment_label(segment: str) -> str:
    """Name of a segment as a reader sees it."""
    if segment == ALL:
        return "All segments"
    return "Segment unknown" if segment == "unknown" else title(segment)


def stage_order(stage: str) -> int:
    """Place of a stage in the journey; a stage that is not in the list comes last."""
    return JOURNEY.index(stage) if stage in JOURNEY else len(JOURNEY)


def as_date(value: Any) -> date:
    """A date from a date, a timestamp or ISO text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])


def period_label(grain: str, start: Any) -> str:
    """`June 2026`, `Q2 2026` or `week of 1 June 2026`."""
    day = as_date(start)
    month = MONTHS[day.month - 1]
    if grain == "month":
        return f"{month} {day.year}"
    if grain == "quarter":
        return f"Q{(day.month - 1) // 3 + 1} {day.year}"
    return f"week of {day.day} {month} {day.year}"


def period_end(grain: str, start: Any) -> date:
    """First day after the period."""
    day = as_date(start)
    if grain == "week":
        return day + timedelta(days=7)
    months = day.month - 1 + (3 if grain == "quarter" else 1)
    return date(day.year + months // 12, months % 12 + 1, 1)


def period_note(grain: str, start: Any, as_of: Any) -> str:
    """`so far, to 21 June 2026` for a period that the as-of moment cuts short; else empty."""
    if is_missing(as_of) or not str(as_of).strip():
        return ""
    day = as_date(as_of)
    if day >= period_end(grain, start) - timedelta(days=1):
        return ""
    return f"so far, to {day.day} {MONTHS[day.month - 1]} {day.year}"


def scope_label(stage: str, segment: str, grain: str, start: Any) -> str:
    """The scope that every tile and chart names: stage, segment and period."""
    return " · ".join([stage_label(stage), segment_label(segment), period_label(grain, start)])


def number(value: Any, digits: int = 1) -> str:
    """A figure with thousands separators; an en dash when it is missing."""
    if is_missing(value):
        return DASH
    text = f"{float(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def count(value: Any) -> str:
    """A whole number with thousands separators."""
    return number(value, 0)


def signed(value: Any, digits: int = 1) -> str:
    """A change with its sign; zero carries none."""
    text = number(value, digits)
    if is_missing(value) or text.startswith(MINUS) or float(text.replace(",", "")) == 0:
        return text
    return f"+{text}"


def interval(low: Any, high: Any, digits: int = 1) -> str:
    """`61.0 to 65.8`; empty when either end is missing."""
    if is_missing(low) or is_missing(high):
        return ""
    return f"{number(low, digits)} to {number(high, digits)}"


def arrow(change: Any, digits: int = 1) -> str:
    """Arrow of a change at the shown precision, so that `▲ 0.0` cannot appear."""
    if is_missing(change):
        return ""
    rounded = round(float(change), digits)
    return "▲" if rounded > 0 else "▼" if rounded < 0 else "="


def is_share(unit: str) -> bool:
    """True for a unit whose values run from 0 to 1 and are shown in percent."""
    return str(unit).lower() in {"share", "rate", "ratio", "proportion", "percent", "fraction"}


def is_duration(unit: str) -> bool:
    """True for a unit in seconds."""
    return str(unit).lower() in {"seconds", "second", "s"}


def duration(seconds: Any) -> str:
    """Seconds in the unit a person would say: `45 s`, `12 min`, `3.5 h`, `2.1 d`."""
    if is_missing(seconds):
        return DASH
    value = float(seconds)
    for limit, size, unit in ((90, 1, "s"), (5400, 60, "min"), (172800, 3600, "h")):
        if abs(value) < limit:
            return f"{number(value / size, 0 if size < 3600 else 1)} {unit}"
    return f"{number(value / 86400)} d"


def in_unit(value: Any, unit: str) -> str:
    """A metric's value in its unit."""
    if is_missing(value):
        return DASH
    if is_share(unit):
        return f"{number(float(value) * 100)}%"
    return duration(value) if is_duration(unit) else number(value)


def change_in_unit(value: Any, unit: str) -> str:
    """A metric's change in its unit; shares change in percentage points."""
    if is_missing(value):
        return DASH
    if is_share(unit):
        return f"{signed(float(value) * 100)} pts"
    if is_duration(unit):
        sign = MINUS if float(value) < 0 else "+"
        return f"{sign}{duration(abs(float(value)))}"
    return signed(value)


def is_lower_better(direction: Any) -> bool:
    """True when a smaller value of the metric is the better one."""
    return str(direction).lower() in {"lower", "lower_is_better", "down", "decrease", "minimize"}


def verdict(change: Any, direction: Any) -> str:
    """`better`, `worse` or `no change`: the meaning of a change, not its sign."""
    if is_missing(change):
        return ""
    if math.isclose(float(change), 0.0, abs_tol=1e-12):
        return "no change"
    return "better" if (float(change) > 0) != is_lower_better(direction) else "worse"


def band_words(band: Any) -> str:
    """Symbol and word of a band, so that it never rests on colour."""
    if is_missing(band):
        return ""
    symbol, word = BANDS.get(str(band), ("○", title(str(band))))
    return f"{symbol} {word}"


def reason_words(reason: Any) -> str:
    """A suppression reason as the mart gives it, made a phrase that can follow a colon."""
    if is_missing(reason) or not str(reason).strip():
        return "no reason was recorded"
    text = str(reason).strip().rstrip(".")
    return text.replace("_", " ") if " " not in text else text


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def previous_start(grain: str, start: Any) -> date:
    """First day of the period before."""
    day = as_date(start)
    if grain == "week":
        return day - timedelta(days=7)
    months = day.year * 12 + day.month - 1 - (3 if grain == "quarter" else 1)
    return date(months // 12, months % 12 + 1, 1)


def distinct_labels(names: list[str], label: Callable[[str], str]) -> dict[str, str]:
    """Label of each name; names that would read alike carry their own text too, to stay apart."""
    told = {name: label(name) for name in names}
    times = Counter(told.values())
    return {name: text if times[text] == 1 else f"{text} ({name})" for name, text in told.items()}
