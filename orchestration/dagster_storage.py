"""Dagster's event log in SQLite, fit for runs of many hundred small events.

Dagster's own storage makes a database engine and a connection for each event and closes both, upon
which SQLite writes its log through to the disk: that took longer than dbt. Here a connection stays
open, and the disk is not waited for: a power cut may lose the last events of a run, never damage the
files. dagster.yaml names this class; files and tables are Dagster's, so its own class reads them.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

BUSY_SECONDS = 60
SHARDS_HELD_OPEN = 8


class OpenSqliteEventLogStorage(SqliteEventLogStorage):
    """base_dir is taken from DAGSTER_HOME; one open connection for each of the last shards."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        home = Path(os.environ.get("DAGSTER_HOME", "."))
        super().__init__(str(home / base_dir), inst_data)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> OpenSqliteEventLogStorage:
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            engine = create_engine(
                self.conn_string_for_shard(shard),
                poolclass=QueuePool,
                pool_size=1,
                max_overflow=1,
                connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            )
            event.listen(engine, "connect", _do_not_wait_for_disk)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            self._engines[shard] = engine
        self._engines.move_to_end(shard)
        while len(self._engines) > SHARDS_HELD_OPEN:
            self._engines.popitem(last=False)[1].dispose()
        return self._engines[shard]

    def dispose(self) -> None:
        while self._engines:
            self._engines.popitem()[1].dispose()
        super().dispose()


def _do_not_wait_for_disk(connection: Any, _record: Any) -> None:
    connection.execute("pragma synchronous = normal")
