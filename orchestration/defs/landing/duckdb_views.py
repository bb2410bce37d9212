"""The raw relations in DuckDB: one view a table over the delivered files, columns as they are."""

from __future__ import annotations

from itertools import groupby

import duckdb

from orchestration.defs.landing.contract import Contract
from orchestration.defs.landing.discover import IN_DATABASE, FoundTable
from orchestration.defs.landing.read import PARQUET, identifier, literal, relation_sql

# Tells our views from relations that someone else keeps in this database and that stay untouched.
VIEW_MARK = "landed from the raw zone"


def given_tables(con: duckdb.DuckDBPyConnection, contract: Contract) -> dict[str, FoundTable]:
    """Contracted relations that the database holds and that landing did not make, by label."""
    relations = con.execute(
        """
        select schema_name, table_name from duckdb_tables() where not internal
        union all
        select schema_name, view_name from duckdb_views()
        where not internal and comment is distinct from ?
        """,
        [VIEW_MARK],
    ).fetchall()
    given = {}
    for schema, name in relations:
        table = contract.by_label.get(f"{schema.removeprefix('raw_')}.{name}")
        if table and schema == table.schema:
            relation = f"{identifier(schema)}.{identifier(name)}"
            columns = con.execute(f"describe {relation}").fetchall()
            rows = con.execute(f"select count(*) from {relation}").fetchone()
            given[table.label] = FoundTable(
                table,
                IN_DATABASE,
                given_columns=tuple(column[0] for column in columns),
                given_rows=rows[0] if rows else 0,
            )
    return given


def create_duckdb_views(con: duckdb.DuckDBPyConnection, found: tuple[FoundTable, ...]) -> None:
    """Make raw_<source>.<table> for each found table and drop our views of tables that are gone."""
    wanted = {(table.contract.schema, table.contract.name): table for table in found if table.parts}
    ours = con.execute(
        "select schema_name, view_name from duckdb_views() where comment = ?",
        [VIEW_MARK],
    ).fetchall()
    con.execute("begin")
    for schema, name in ours:
        if (schema, name) not in wanted:
            con.execute(f"drop view {identifier(schema)}.{identifier(name)}")
    for (schema, name), table in wanted.items():
        relation = f"{identifier(schema)}.{identifier(name)}"
        con.execute(f"create schema if not exists {identifier(schema)}")
        con.execute(f"create or replace view {relation} as {_select(table)}")
        con.execute(f"comment on view {relation} is {literal(VIEW_MARK)}")
    con.execute("commit")


def _select(table: FoundTable) -> str:
    """Parts with one header are read together; different headers are joined by column name."""
    if table.form == PARQUET:
        paths = [part.path for part in table.parts]
        return f"select * from {relation_sql(PARQUET, paths, ())}"
    parts = sorted(table.parts, key=lambda part: part.column_names)
    selects = [
        f"select * from {relation_sql(table.form, [part.path for part in group], names)}"
        for names, group in groupby(parts, key=lambda part: part.column_names)
    ]
    return " union all by name ".join(selects)
