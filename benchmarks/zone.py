"""Raw zones for the benchmarks: generated once, and cut into a first and a second delivery as a loader makes them.

A second delivery is further files beside those of the first; nothing is ever rewritten. Does not belong here: building
or measuring anything.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import duckdb
import pyarrow.parquet as pq

from demo.__main__ import write
from orchestration.defs.landing.contract import Contract, ContractTable
from orchestration.defs.landing.read import identifier, literal

SEED = 7
LATE_DAYS = 7
FIRST_PART, SECOND_PART = "part-000.parquet", "part-001.parquet"
HELD_BACK_PERCENT = 1
# What people say and do, by which the days of a zone are told and of which single rows arrive late.
STREAMS = (
    "assistant.messages",
    "intercom.conversation_part_history",
    "landing.messages",
    "landing.product_events",
    "landing.thread_events",
    "segment.element_clicked",
    "segment.form_submitted",
    "segment.pages",
    "segment.screens",
    "segment.tracks",
    "zendesk.ticket_chat_event",
    "zendesk.ticket_comment",
    "zendesk.ticket_field_history",
)


@dataclass(frozen=True)
class Days:
    """Arrivals of a zone by day: the first, the last whole one, and how many days lie from one to the other."""

    first: datetime
    last: datetime

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Later:
    """Rows of a table that come with the second delivery: a condition, and what they are then delivered with."""

    condition: str
    replacing: Mapping[str, str]


Rule = Callable[[ContractTable, Mapping[str, str]], Later | None]


def generate(raw: Path, messages: int, out: TextIO) -> None:
    """Write the demo's raw zone of that many messages, unless a whole one lies there already."""
    done = raw / "_complete"
    if done.exists() and done.read_text(encoding="utf-8") == f"{messages} {SEED}":
        return
    shutil.rmtree(raw, ignore_errors=True)
    with redirect_stdout(out):
        write(raw, messages, SEED)
    done.write_text(f"{messages} {SEED}", encoding="utf-8")


def files_of(raw: Path) -> dict[str, Path]:
    """Every Parquet table of the zone, one file each, by label: source.table."""
    return {f"{file.parent.name}.{file.stem}": file for file in sorted(raw.glob("*/*.parquet")) if file.is_file()}


def row_count(raw: Path) -> int:
    """Rows of the whole zone, as delivered."""
    return sum(_rows(file) for file in files_of(raw).values())


def arrival_days(raw: Path, contract: Contract) -> Days:
    """The days on which messages and events arrived.

    The last is the newest day with half of a middling day's rows: loaders run at hours of their own, so the very last
    day is seldom whole. Raises ValueError for a zone without messages and events.
    """
    selects = []
    for label, file in files_of(raw).items():
        table = contract.by_label.get(label)
        arrival = _delivered_name(table.synced_at, _names(table, file)) if table and label in STREAMS else None
        if arrival:
            selects.append(f"select {arrival}::date as day from read_parquet({literal(str(file))})")
    if not selects:
        raise ValueError(f"{raw} holds no table of messages or events with a time of arrival.")
    with duckdb.connect() as con:
        found = con.execute(
            f"""
            with days as (select day, count(*) as n from ({" union all ".join(selects)}) group by day)
            select min(day)::timestamp, max(day) filter (n >= (select median(n) / 2 from days))::timestamp from days
            """
        ).fetchone()
    if not found or not found[0]:
        raise ValueError(f"The messages and events of {raw} have no time of arrival.")
    return Days(found[0], found[1])


def last_day(days: Days) -> Rule:
    """What arrived on the last whole day and after it comes second."""

    def later(table: ContractTable, names: Mapping[str, str]) -> Later | None:
        arrival = _delivered_name(table.synced_at, names)
        return Later(f"{arrival} >= {_moment(days.last)}", {}) if arrival else None

    return later


def late_days(days: Days) -> Rule:
    """Second comes what arrived in the last seven days though it is older, and one in a hundred older messages.

    Those are the messages and events of the week before; they are then delivered as of the last day.
    """
    start = days.last - timedelta(days=LATE_DAYS - 1)
    before = start - timedelta(days=7)

    def later(table: ContractTable, names: Mapping[str, str]) -> Later | None:
        arrival = _delivered_name(table.synced_at, names)
        event = _delivered_name(table.event_time, names)
        if not arrival or not event:
            return None
        late = f"({arrival} >= {_moment(start)} and {event} < {_moment(start)})"
        if table.label not in STREAMS:
            return Later(late, {})
        key = ", ".join(_key_names(table, names))
        held = (
            f"({arrival} < {_moment(start)} and {event} >= {_moment(before)} and {event} < {_moment(start)}"
            f" and hash({key}) % 100 < {HELD_BACK_PERCENT})"
        )
        return Later(f"({late} or {held})", {arrival: f"case when {held} then {_moment(days.last)} else {arrival} end"})

    return later


def deliver_first(raw: Path, out: Path, contract: Contract, rule: Rule) -> int:
    """Write the zone without the later rows into the new folder `out`; gives the rows written."""
    return _deliver(raw, out, contract, rule, second=False)


def deliver_second(raw: Path, out: Path, contract: Contract, rule: Rule) -> int:
    """Add the later rows as further files; gives the rows written. A table without any gets no file."""
    return _deliver(raw, out, contract, rule, second=True)


def _deliver(raw: Path, out: Path, contract: Contract, rule: Rule, second: bool) -> int:
    rows = 0
    with duckdb.connect() as con:
        con.execute("set preserve_insertion_order = false")
        for label, file in files_of(raw).items():
            table = contract.by_label.get(label)
            later = rule(table, _names(table, file)) if table else None
            folder = out / file.parent.name / file.stem
            if second:
                rows += _write(con, file, folder / SECOND_PART, later) if later else 0
            elif later:
                first = Later(f"not coalesce({later.condition}, false)", {})
                rows += _write(con, file, folder / FIRST_PART, first)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, folder / FIRST_PART)
                rows += _rows(file)
    return rows


def _write(con: duckdb.DuckDBPyConnection, file: Path, target: Path, chosen: Later) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    replace = ", ".join(f"{value} as {name}" for name, value in chosen.replacing.items())
    columns = f"* replace ({replace})" if replace else "*"
    found = con.execute(
        f"copy (select {columns} from read_parquet({literal(str(file))}) where {chosen.condition}) "
        f"to {literal(str(target))} (format parquet, compression zstd)"
    ).fetchone()
    rows = int(found[0]) if found else 0
    if not rows and target.name != FIRST_PART:
        target.unlink()
    return rows


def _rows(file: Path) -> int:
    """As the file's own footer tells."""
    return int(pq.read_metadata(file).num_rows)


def _names(table: ContractTable, file: Path) -> dict[str, str]:
    """Names of the file's columns by the contract's names of them."""
    delivered = {name.lower(): name for name in pq.read_schema(file).names}
    return {
        column.name: delivered[name.lower()]
        for column in table.columns
        for name in reversed(column.names)
        if name.lower() in delivered
    }


def _delivered_name(column: str | None, names: Mapping[str, str]) -> str | None:
    return identifier(names[column]) if column and column in names else None


def _key_names(table: ContractTable, names: Mapping[str, str]) -> list[str]:
    return [identifier(names[column]) for column in table.key]


def _moment(at: datetime) -> str:
    return f"timestamp '{at:%Y-%m-%d %H:%M:%S}'"
