"""Where the seconds of one dbt build went, from its run_results.json.

Does not belong here: what the tests found (dbt_checks.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

KINDS = {"seed": "seeds", "model": "models", "test": "tests"}
OTHER_NODES = "other nodes"
START_UP, WIND_UP = "start-up", "wind-up"


def seconds_by_part(results: Sequence[Mapping[str, Any]], began: datetime, ended: datetime) -> dict[str, float]:
    """Wall seconds by part, summing to ended - began; empty when no node ran.

    start-up: until the first node begins (imports, reading the project). wind-up: after the last node. In between,
    nodes of all kinds share the threads: that span is divided in proportion to the time that each kind held a thread.
    """
    timings = [timing for result in results for timing in result["timing"]]
    starts = [_moment(timing["started_at"]) for timing in timings if timing.get("started_at")]
    ends = [_moment(timing["completed_at"]) for timing in timings if timing.get("completed_at")]
    busy: dict[str, float] = {}
    for result in results:
        kind = KINDS.get(result["unique_id"].split(".")[0], OTHER_NODES)
        busy[kind] = busy.get(kind, 0.0) + result["execution_time"]
    whole = sum(busy.values())
    if not starts or not ends or not whole:
        return {}
    first, last = min(starts), max(ends)
    span = (last - first).total_seconds()
    return {
        START_UP: round((first - began).total_seconds(), 2),
        **{kind: round(span * held / whole, 2) for kind, held in busy.items()},
        WIND_UP: round((ended - last).total_seconds(), 2),
    }


def _moment(text: str) -> datetime:
    """dbt writes UTC, with or without saying so."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
