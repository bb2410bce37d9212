"""The results of a benchmark as markdown, and how they grow from size to size.

Does not belong here: measuring.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

HEADING = "## Against the limit"
EXPLANATION = """\
`make bench` builds the demo's raw zone (all sources in proportion) at several sizes and compares each build with a
script written by hand for DuckDB, `benchmarks/limit.py`: every raw file read once, typed, latest delivery of each key;
each message's text normalised, fingerprinted and held against one pattern for each signal and language once; messages,
events and answers ordered once for sessions, replies, returns and visits; one pass of sums by customer and month for as
many measures as the catalogue has, and the percentiles of its latencies; and every mart written once more, with one
table of messages and one of events. No build of these tables can do without that work. *Ratio* is the models' seconds
over the script's; the ratio of CPU seconds is of the whole commands, landing and dbt's own work included, and suffers
less from a busy machine.

- **Full**: seeds and models on an empty warehouse; landing, dbt's own start and everything else is in the wall seconds.
- **One day**: the raw zone without what arrived on its last whole day and after it is built in full; then the rest
  comes as further files, and is built. The share is that second build's model seconds over the full build's.
- **Late days**: the same with rows that arrived in the last {late_days} days but are older, and {held_back} % of the
  messages and events of the week before, held back to the last day.
- **Memory** is the most resident memory of the whole process tree, seen five times a second; **disk** the file of the
  warehouse after the build."""


def exponent(small: float, large: float, small_size: float, large_size: float) -> float:
    """The power of the size with which a figure grows: the slope between two points in logarithms.

    1 is in proportion, 2 is four times as much for twice the size. Raises ValueError unless all four are positive and
    the sizes differ.
    """
    if min(small, large, small_size, large_size) <= 0 or small_size == large_size:
        raise ValueError("An exponent needs two different sizes and figures above 0.")
    return math.log(large / small) / math.log(large_size / small_size)


def markdown(results: Mapping[str, Any]) -> str:
    """Everything of a results file that a reader wants, as a section of docs/performance.md."""
    sizes = sorted(results["sizes"], key=lambda figures: int(figures["messages"]))
    sections = [
        HEADING,
        EXPLANATION.format(late_days=results["late_days"], held_back=results["held_back_percent"]),
        _machine(results),
        _overview(sizes),
        _cost(sizes),
        _zones(sizes),
        _limit(sizes),
        _groups(sizes),
        _growth(sizes),
        *(_slowest(figures) for figures in sizes if figures.get("slowest")),
    ]
    return "\n\n".join(section for section in sections if section)


def _machine(results: Mapping[str, Any]) -> str:
    machine = results["machine"]
    busiest = max((figures.get("load_average", 0) for figures in results["sizes"]), default=0)
    busy = (
        f" The machine was busy with other work (up to {busiest:.0f} processes waiting for {machine['cores']} cores "
        "when the command began), so the CPU seconds are to be compared, not the others."
        if busiest > machine["cores"]
        else ""
    )
    return (
        f"Measured on {machine['cores']} cores ({machine['architecture']}) with "
        f"{machine['memory_bytes'] / 1e9:.0f} GB of memory, DuckDB {machine['duckdb']} with a memory limit of "
        f"{results['memory_limit']}, dbt {machine['dbt']}, Python {machine['python']}, {machine['system']}.{busy}"
    )


def _overview(sizes: Sequence[Mapping[str, Any]]) -> str:
    head = (
        *("Messages", "Models at a time", "Full, model s", "Limit, s", "Ratio", "Ratio of CPU s"),
        *("One day, model s", "Share of full"),
        *("Late days, model s", "Share of full", "Publish, s"),
    )
    rows = []
    for figures in sizes:
        models = _value(figures, "full", "model_seconds")
        limit = _value(figures, "limit", "seconds")
        day = _value(figures, "day", "second", "model_seconds")
        late = _value(figures, "late", "second", "model_seconds")
        rows.append(
            (
                _whole(figures["messages"]),
                _whole(figures["threads"]),
                _seconds(models),
                _seconds(limit),
                _ratio(models, limit),
                _ratio(_value(figures, "full", "cpu_seconds"), _value(figures, "limit", "cpu_seconds")),
                _seconds(day),
                _share(day, models),
                _seconds(late),
                _share(late, models),
                _seconds(_value(figures, "publish", "publish_seconds")),
            )
        )
    return _table(head, rows)


def _cost(sizes: Sequence[Mapping[str, Any]]) -> str:
    head = ("Messages", "Step", "Wall s", "Model s", "CPU s", "Memory, GB", "Disk, GB")
    steps = (
        ("full build", ("full",)),
        ("limit", ("limit",)),
        ("one day", ("day", "second")),
        ("late days", ("late", "second")),
        ("publish", ("publish",)),
    )
    rows = []
    for figures in sizes:
        for title, path in steps:
            if _value(figures, *path, "wall_seconds") is None:
                continue
            size = _value(figures, *path, "database_bytes") or _value(figures, *path, "published_bytes")
            rows.append(
                (
                    _whole(figures["messages"]),
                    title,
                    _seconds(_value(figures, *path, "wall_seconds")),
                    _seconds(_value(figures, *path, "model_seconds")),
                    _seconds(_value(figures, *path, "cpu_seconds")),
                    _gigabytes(_value(figures, *path, "peak_memory_bytes")),
                    _gigabytes(size),
                )
            )
    return "What each step took:\n\n" + _table(head, rows, text=2) if rows else ""


def _zones(sizes: Sequence[Mapping[str, Any]]) -> str:
    head = (
        "Messages",
        "Raw rows",
        "Raw, GB",
        "Days",
        "Rows of the day",
        "Late rows",
        "Marts with other rows than full",
    )
    rows = []
    for figures in sizes:
        raw = figures.get("raw", {})
        differing = [
            figures[name]["differing_marts"] for name in ("day", "late") if "differing_marts" in figures.get(name, {})
        ]
        rows.append(
            (
                _whole(figures["messages"]),
                _whole(raw.get("rows")),
                _gigabytes(raw.get("bytes")),
                _whole(raw.get("days")),
                _whole(_value(figures, "day", "second_rows")),
                _whole(_value(figures, "late", "second_rows")),
                " / ".join(str(len(names)) for names in differing) or "-",
            )
        )
    return "The raw zones, and the rows that came second:\n\n" + _table(head, rows)


def _limit(sizes: Sequence[Mapping[str, Any]]) -> str:
    measured = [figures for figures in sizes if figures.get("limit")]
    if not measured:
        return ""
    parts = tuple(measured[0]["limit"]["parts"])
    rows = [
        (_whole(figures["messages"]), *(_seconds(figures["limit"]["parts"][part]) for part in parts))
        for figures in measured
    ]
    return "Seconds of the limit by part:\n\n" + _table(("Messages", *parts), rows)


def _groups(sizes: Sequence[Mapping[str, Any]]) -> str:
    """Seconds of every group of models in the full build and in that of one day."""
    groups = sorted({group for figures in sizes for group in _value(figures, "full", "group_seconds") or ()})
    if not groups:
        return ""
    rows = []
    for group in groups:
        cells = []
        for figures in sizes:
            full = _value(figures, "full", "group_seconds", group)
            day = _value(figures, "day", "second", "group_seconds", group)
            cells += [_seconds(full), _seconds(day)]
        rows.append((group, *cells))
    head = [f"{_whole(figures['messages'])}, {part}" for figures in sizes for part in ("full", "day")]
    title = "Seconds by group of models (nodes run side by side; a group has its share of the build's seconds):"
    return f"{title}\n\n" + _table(("Group", *head), rows, text=1)


def _growth(sizes: Sequence[Mapping[str, Any]]) -> str:
    paths = {
        "Full build": ("full", "model_seconds"),
        "Limit": ("limit", "seconds"),
        "One day": ("day", "second", "model_seconds"),
        "Memory of the full build": ("full", "peak_memory_bytes"),
    }
    rows = []
    for small, large in pairwise(sizes):
        slopes = []
        for path in paths.values():
            before, after = _value(small, *path), _value(large, *path)
            known = before and after
            slopes.append(f"{exponent(before, after, small['messages'], large['messages']):.2f}" if known else "-")
        rows.append((f"{_whole(small['messages'])} to {_whole(large['messages'])}", *slopes))
    if not rows:
        return ""
    return "Growth: the power of the size with which seconds and memory grow (1 is in proportion):\n\n" + _table(
        ("Messages", *paths), rows
    )


def _slowest(figures: Mapping[str, Any]) -> str:
    head = ("Model", "s in the build", "s alone", "Rows", "Operators with the most time (thread seconds, rows)")
    rows = []
    for model in figures["slowest"]:
        operators = "; ".join(
            f"{operator['operator']}{' (' + operator['detail'] + ')' if operator['detail'] else ''} "
            f"{operator['seconds']:.2f} s, {_whole(operator['rows'])}"
            for operator in model["operators"]
        )
        rows.append(
            (
                f"`{model['model']}`",
                _seconds(model["seconds"]),
                _seconds(model["alone_seconds"]),
                _whole(model["rows"]),
                operators,
            )
        )
    title = f"Slowest models at {_whole(figures['messages'])} messages, their queries run once more alone:"
    return f"{title}\n\n{_table(head, rows, text=1, text_last=True)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], text: int = 0, text_last: bool = False) -> str:
    """Figures to the right; the first `text` columns, and the last where it is text, to the left."""
    last = len(head) - 1
    marks = ["---" if place < text or (text_last and place == last) else "---:" for place in range(len(head))]
    lines = [head, marks, *([cell.replace("|", "/") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _value(figures: Mapping[str, Any], *path: str) -> Any:
    found: Any = figures
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _whole(value: Any) -> str:
    return "-" if value is None else f"{int(value):,}"


def _seconds(value: Any) -> str:
    return "-" if value is None else f"{float(value):.1f}"


def _ratio(value: Any, of: Any) -> str:
    return "-" if value is None or not of else f"{float(value) / float(of):.1f}"


def _share(value: Any, of: Any) -> str:
    return "-" if value is None or not of else f"{100 * float(value) / float(of):.0f} %"


def _gigabytes(value: Any) -> str:
    return "-" if value is None else f"{float(value) / 1e9:.2f}"
