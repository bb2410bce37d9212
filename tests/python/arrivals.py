"""Raw zones whose rows arrive in random order, over several deliveries, as loaders that stumble make them.

Every record draws its own history from a hash of its key: it comes on time or late, never before it happened; of the
late, most come on time with values of other records, to be corrected; after it, for some, the same row again, or the
mark that it was deleted at the source, and for some of these the row once more. Does not belong here: building
anything, and any expectation.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from benchmarks.zone import files_of
from orchestration.defs.landing.contract import Contract, ContractTable
from orchestration.defs.landing.read import identifier, literal

LATE_PERCENT = 25
CORRECTED_PERCENT = 60
AGAIN_PERCENT = 10
DELETED_PERCENT = 6
RETURNED_PERCENT = 30


@dataclass(frozen=True)
class Arrivals:
    """The random order: in how many deliveries, and by which draw."""

    deliveries: int
    seed: int


def deliver(raw: Path, out: Path, contract: Contract, arrivals: Arrivals) -> list[list[Path]]:
    """Cut a zone of one file a table into deliveries out/<source>/<table>/part-<n>.parquet; gives the files of each."""
    written: list[list[Path]] = [[] for _ in range(arrivals.deliveries)]
    with duckdb.connect() as con:
        for label, file in files_of(raw).items():
            table = contract.by_label.get(label)
            if table is None:
                continue
            con.execute(f"create or replace temp table delivered as {_histories(table, file, arrivals)}")
            for delivery, files in enumerate(written):
                target = out / file.parent.name / file.stem / f"part-{delivery:03}.parquet"
                found = con.execute(f"select count(*) from delivered where _delivery = {delivery}").fetchone()
                if found and found[0]:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    con.execute(
                        f"copy (select * exclude (_delivery) from delivered where _delivery = {delivery}) "
                        f"to {literal(str(target))} (format parquet)"
                    )
                    files.append(target)
    return written


def _histories(table: ContractTable, file: Path, arrivals: Arrivals) -> str:
    """A select of every delivery of every row: the file's columns and the number of the delivery."""
    names = {name.lower(): identifier(name) for name in pq.read_schema(file).names}
    key = [names[column.lower()] for column in table.key if column.lower() in names]
    synced = names.get((table.synced_at or "").lower())
    event = names.get((table.event_time or "").lower())
    marks = [names[column.lower()] for column in table.deleted if column.lower() in names]
    last = arrivals.deliveries - 1

    def draw(purpose: str, below: int | str) -> str:
        return f"(hash({', '.join(key)}, '{purpose}', {arrivals.seed}) % ({below}))::bigint"

    fixed = {*key, synced, *marks}

    def wrong(column: str) -> str:
        other = f"lag({column}, 1, {column}) over shuffled"
        # Never later than it is: a moment to come would be the moment of the run from the first delivery on.
        return f"least({other}, {column})" if column == event else other

    altered = ", ".join(
        f"case when {draw('alter ' + column, 100)} < 30 then {wrong(column)} else {column} end as {column}"
        for column in names.values()
        if column not in fixed
    )
    # A table that is new in a later delivery rebuilds in full whatever reads it: each has a row from the start.
    is_first = f"row_number() over (order by {', '.join([event, *key] if event else key)}) = 1"
    on_time = f"ntile({arrivals.deliveries}) over (order by {event}) - 1" if event else draw("on time", 2)
    timed = f"(select *, {on_time} as _on_time from read_parquet({literal(str(file))}))"
    late = f"_on_time + {draw('when', f'{arrivals.deliveries} - _on_time')}"
    if not synced or table.active:
        # A table that keeps versions tells by its own columns which one holds: its rows come once, on time or late.
        once = f"case when {is_first} then 0 else {late} end"
        return f"select * exclude (_on_time), {once} as _delivery from {timed}"
    return f"""
        with drawn as (
            select *, case
                when {is_first} then 0
                when {draw("late", 100)} < {LATE_PERCENT} then {late}
                else _on_time
            end as _delivery
            from {timed}
        ),
        corrected as (
            select * replace (
                _on_time + {draw("wrong", "_delivery - _on_time")} as _delivery{", " + altered if altered else ""}
            )
            from drawn
            where _delivery > _on_time and {draw("corrected", 100)} < {CORRECTED_PERCENT}
            window shuffled as (order by {draw("shuffle", 2**40)})
        ),
        again as (
            select * replace (_delivery + 1 + {draw("again when", f"{last} - _delivery")} as _delivery)
            from drawn where _delivery < {last} and {draw("again", 100)} < {AGAIN_PERCENT}
        ),
        deleted as (
            select * replace (_delivery + 1 as _delivery{"".join(f", true as {mark}" for mark in marks)})
            from drawn where {"true" if marks else "false"} and _delivery < {last}
                and {draw("deleted", 100)} < {DELETED_PERCENT}
        ),
        returned as (
            select drawn.* replace (drawn._delivery + 2 as _delivery)
            from drawn where {"true" if marks else "false"} and _delivery < {last} - 1
                and {draw("deleted", 100)} < {DELETED_PERCENT} and {draw("returned", 100)} < {RETURNED_PERCENT}
        ),
        versions as (
            from drawn union all by name from corrected union all by name from again
            union all by name from deleted union all by name from returned
        )
        select * exclude (_on_time) replace (
            {_as_of_delivery(file, synced)} as {synced}
        ) from versions"""


def _as_of_delivery(file: Path, synced: str) -> str:
    """The column that tells when the row was delivered, later with every delivery, in the file's own type."""
    with duckdb.connect() as con:
        found = con.execute(f"select typeof({synced}) from read_parquet({literal(str(file))}) limit 1").fetchone()
    kind = found[0] if found else "timestamp"
    return f"(timestamp '2030-01-01 00:00:00' + to_days(_delivery::integer))::{kind}"
