"""Tells two relations of one DuckDB connection apart, value by value, and says where.

Belongs here: what counts as equal, and the words of a difference.
Does not belong here: which relations should be equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

# Sums of doubles differ in the last digits with the order of their terms; next to zero no digits are left to compare.
RELATIVE_TOLERANCE = 1e-9
ABSOLUTE_TOLERANCE = 1e-12
EXAMPLES = 5


@dataclass(frozen=True)
class Side:
    """One of the two relations: what to call it, and SQL that can stand after `from`."""

    name: str
    relation: str


def differences(con: duckdb.DuckDBPyConnection, left: Side, right: Side, key: Sequence[str]) -> list[str]:
    """One text per difference between the two sides; none when they are equal.

    key: the columns that identify a row. Doubles are equal within the tolerances, all else exactly; moments with and
    without a time zone are compared as UTC.
    """
    left_types, right_types = _types(con, left), _types(con, right)
    if left_types != right_types:
        return [f"columns: {left.name} has {left_types}, {right.name} has {right_types}"]
    _read(con, "left_side", left, left_types)
    _read(con, "right_side", right, right_types)
    found = [
        *_rows_only_in(con, key, ("left_side", left.name), ("right_side", right.name)),
        *_rows_only_in(con, key, ("right_side", right.name), ("left_side", left.name)),
    ]
    for column, data_type in left_types.items():
        if column not in key:
            found += _unequal_values(con, key, column, data_type, (left.name, right.name))
    return found


def _types(con: duckdb.DuckDBPyConnection, side: Side) -> dict[str, str]:
    described = con.execute(f"describe select * from {side.relation}").fetchall()
    return {row[0]: row[1].removesuffix(" WITH TIME ZONE") for row in described}


def _read(con: duckdb.DuckDBPyConnection, name: str, side: Side, types: dict[str, str]) -> None:
    con.execute("set timezone = 'UTC'")
    casts = (f"cast({_quoted(column)} as {data_type}) as {_quoted(column)}" for column, data_type in types.items())
    con.execute(f"create or replace temp table {name} as select {', '.join(casts)} from {side.relation}")


def _rows_only_in(
    con: duckdb.DuckDBPyConnection, key: Sequence[str], here: tuple[str, str], there: tuple[str, str]
) -> list[str]:
    listed = ", ".join(map(_quoted, key))
    rows = con.execute(
        f"select {listed} from {here[0]} except all select {listed} from {there[0]} order by all"
    ).fetchall()
    if not rows:
        return []
    examples = "; ".join(map(str, rows[:EXAMPLES]))
    return [f"rows: {len(rows)} only in {here[1]}, by {', '.join(key)}: {examples}"]


def _unequal_values(
    con: duckdb.DuckDBPyConnection, key: Sequence[str], column: str, data_type: str, names: tuple[str, str]
) -> list[str]:
    here, there = f"left_side.{_quoted(column)}", f"right_side.{_quoted(column)}"
    unequal = f"{here} is distinct from {there}"
    if data_type == "DOUBLE":
        allowed = f"greatest(abs({here}), abs({there})) * {RELATIVE_TOLERANCE} + {ABSOLUTE_TOLERANCE}"
        unequal += f" and not coalesce(abs({here} - {there}) <= {allowed}, false)"
    same_row = " and ".join(
        f"left_side.{_quoted(name)} is not distinct from right_side.{_quoted(name)}" for name in key
    )
    rows = con.execute(
        f"select {', '.join(f'left_side.{_quoted(name)}' for name in key)}, {here}, {there} "
        f"from left_side inner join right_side on {same_row} where {unequal} order by all"
    ).fetchall()
    if not rows:
        return []
    examples = "; ".join(f"{row[:-2]}: {names[0]} {row[-2]!r}, {names[1]} {row[-1]!r}" for row in rows[:EXAMPLES])
    return [f"{column}: {len(rows)} rows differ, such as {examples}"]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
