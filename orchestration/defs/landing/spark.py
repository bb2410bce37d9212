"""The raw relations in Spark: external tables over files that discovery has checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestration.defs.landing.discover import FoundTable
from orchestration.defs.landing.read import CSV, JSONL, PARQUET, Part

CSV_OPTIONS = {
    "header": "true",
    "multiLine": "true",
    "quote": '"',
    "escape": '"',
    "encoding": "UTF-8",
    "nullValue": "",
    "emptyValue": "",
    "mode": "FAILFAST",
}


def create_spark_tables(spark: Any, found: tuple[FoundTable, ...]) -> None:
    """Make raw_<source>.<table> in the session's catalog for each found table.

    One external table a part; a table of several parts is a view over them, columns by name.
    Text forms come as strings, as on DuckDB.
    """
    for table in found:
        schema, name = table.contract.schema, table.contract.name
        spark.sql(f"create database if not exists {quoted(schema)}")
        relation = f"{quoted(schema)}.{quoted(name)}"
        if len(table.parts) == 1:
            _drop(spark, relation)
            spark.sql(_create_table(relation, table.parts[0]))
            continue
        parts = []
        for number, part in enumerate(table.parts):
            part_relation = f"{quoted(schema)}.{quoted(f'{name}__part_{number}')}"
            _drop(spark, part_relation)
            spark.sql(_create_table(part_relation, part))
            parts.append((part_relation, part))
        _drop(spark, relation)
        spark.sql(f"create view {relation} as {' union all '.join(_selects(table, parts))}")


def quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _drop(spark: Any, relation: str) -> None:
    # Spark refuses to drop a view as a table; an earlier landing may have left either.
    schema, name = relation.split(".", 1)
    if spark.catalog.tableExists(f"{schema}.{name}"):
        kind = spark.catalog.getTable(f"{schema}.{name}").tableType
        spark.sql(f"drop {'view' if kind == 'VIEW' else 'table'} {relation}")


def _create_table(relation: str, part: Part) -> str:
    path = str(part.path).replace("\\", "\\\\").replace("'", "\\'")
    if part.form == PARQUET:
        return f"create table {relation} using parquet options (path '{path}')"
    columns = ", ".join(f"{quoted(name)} string" for name in part.column_names)
    options = {"path": path} | (CSV_OPTIONS if part.form == CSV else {"mode": "FAILFAST"})
    listed = ", ".join(f"'{key}' '{value}'" for key, value in options.items())
    using = {CSV: "csv", JSONL: "json"}[part.form]
    return f"create table {relation} ({columns}) using {using} options ({listed})"


def _selects(table: FoundTable, parts: list[tuple[str, Part]]) -> Iterator[str]:
    for relation, part in parts:
        held = {column.name.lower(): column for column in part.columns}
        columns = (
            quoted(name) if name.lower() in held else f"cast(null as void) as {quoted(name)}"
            for name in table.columns
        )
        yield f"select {', '.join(columns)} from {relation}"
