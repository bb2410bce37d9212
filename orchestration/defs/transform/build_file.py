"""dbt-duckdb's plugin that closes the build file now and then, in a moment in which no model runs.

DuckDB keeps 16 KB for every 2,048 rows among which one was replaced, of each table that it has read or written, and
gives none of it back while the file is open. A day's arrivals replace a row in nearly every such part of the tables
that customers and threads are the keys of. At five million messages that is 2 GB, which the largest aggregations lack.
"""

from __future__ import annotations

import time
from typing import Any, cast

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.environments.local import LocalEnvironment
from dbt.adapters.duckdb.plugins import BasePlugin

# Closing takes the log into the file: 2 seconds at five million messages, too long to do it after every model.
OPEN_SECONDS = 60


class Plugin(BasePlugin):
    """Lets the last model that ends close the file once it has been open for OPEN_SECONDS; the next one opens it."""

    def configure_connection(self, conn: Any) -> None:
        """Called by dbt-duckdb when it has opened the file."""
        self._opened_at = time.monotonic()

    def configure_cursor(self, cursor: Any) -> None:
        """Called by dbt-duckdb when a model begins."""
        environment = cast(LocalEnvironment, DuckDBConnectionManager.env())
        environment._keep_open = time.monotonic() - self._opened_at < OPEN_SECONDS
