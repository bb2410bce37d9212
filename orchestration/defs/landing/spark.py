"""The raw relations in Spark: external tables over files that discovery has checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from orchestration.defs.landing.discover import FoundTable
from orchestration.defs.landing.read import CSV, JSONL, PARQUET, Part

# Between the name of a table and the number of its part.
PART_MARK = "__part_"
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


def create_spark_tables(spark: Any, found: Iterable[FoundTable], sources: Iterable[str]) -> None:
    """Make raw_<source>.<table> in the session's catalog for each found table, and drop what an earlier landing made.

    One external table a part, and the relation is a view over them, columns by name. Text forms come as strings, as on
    DuckDB. Needs spark.sql.legacy.parquet.nanosAsLong: Spark has no type for moments to the nanosecond.
    """
    for source in sources:
        _drop_landed(spark, f"raw_{source}")
    for table in found:
        schema, name = table.contract.schema, table.contract.name
        spark.sql(f"create database if not exists {quoted(schema)}")
        selects = []
        for number, part in enumerate(table.parts):
            part_relation = f"{quoted(schema)}.{quoted(f'{name}{PART_MARK}{number}')}"
            spark.sql(_create_table(part_relation, part))
            types = {field.name.lower(): field.dataType.typeName() for field in spark.table(part_relation).schema}
            selects.append(_select(table, part, part_relation, types))
        spark.sql(f"create view {quoted(schema)}.{quoted(name)} as {' union all '.join(selects)}")


def quoted(name: str) -> str:
    """Spark identifier, quoted."""
    return "`" + name.replace("`", "``") + "`"


def _drop_landed(spark: Any, schema: str) -> None:
    """Drop the part tables and their views; relations that someone else keeps in the schema stay."""
    if not spark.catalog.databaseExists(schema):
        return
    parts = [row.tableName for row in spark.sql(f"show tables in {quoted(schema)}").collect()]
    for part in parts:
        name, mark, _ = part.rpartition(PART_MARK)
        if mark:
            spark.sql(f"drop view if exists {quoted(schema)}.{quoted(name)}")
            spark.sql(f"drop table {quoted(schema)}.{quoted(part)}")


def _create_table(relation: str, part: Part) -> str:
    path = str(part.path).replace("\\", "\\\\").replace("'", "\\'")
    if part.form == PARQUET:
        return f"create table {relation} using parquet options (path '{path}')"
    columns = ", ".join(f"{quoted(name)} string" for name in part.column_names)
    options = {"path": path} | (CSV_OPTIONS if part.form == CSV else {"mode": "FAILFAST"})
    listed = ", ".join(f"'{key}' '{value}'" for key, value in options.items())
    using = {CSV: "csv", JSONL: "json"}[part.form]
    return f"create table {relation} ({columns}) using {using} options ({listed})"


def _select(table: FoundTable, part: Part, relation: str, types: Mapping[str, str]) -> str:
    """The part with every column of the table, absent ones as nulls. types: Spark's, by lower-case column name."""
    held = {column.name.lower(): column.data_type for column in part.columns}
    return f"select {', '.join(_column(name, held, types) for name in table.columns)} from {relation}"


def _column(name: str, held: Mapping[str, str], types: Mapping[str, str]) -> str:
    if name.lower() not in held:
        return f"cast(null as void) as {quoted(name)}"
    if held[name.lower()].startswith("TIMESTAMP") and types[name.lower()] == "long":
        return f"timestamp_micros({quoted(name)} div 1000) as {quoted(name)}"
    return quoted(name)
