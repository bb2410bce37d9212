"""The SQLAlchemy dialect through which Great Expectations reads DuckDB.

Great Expectations reads a result after its connection went back to the pool, where SQLAlchemy rolls
back; duckdb-engine's rollback drops the open result. The file is read only, so there is nothing to
roll back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from duckdb_engine import Dialect
from sqlalchemy.dialects import registry

NAME = "duckdb.empathy_read_only"


class ReadOnlyDialect(Dialect):
    """duckdb-engine without transactions."""

    supports_statement_cache = False

    def connect(self, *cargs: Any, **cparams: Any) -> Any:
        """A connection that reads times as dbt does, whatever the machine's zone."""
        connection = super().connect(*cargs, **cparams)
        connection.execute("set TimeZone = 'UTC'")
        return connection

    def do_begin(self, connection: Any) -> None:
        """Nothing to begin: nothing is written."""

    def do_rollback(self, connection: Any) -> None:
        """Nothing to undo, and undoing would drop the open result."""

    def do_commit(self, connection: Any) -> None:
        """Nothing to write."""


def connection_string(warehouse: Path, memory_limit: str) -> str:
    """SQLAlchemy address of a DuckDB file, opened read only through ReadOnlyDialect; memory_limit as 3GB."""
    registry.register(NAME, __name__, ReadOnlyDialect.__name__)
    return f"{NAME.replace('.', '+')}:///{warehouse}?access_mode=read_only&memory_limit={memory_limit}"
