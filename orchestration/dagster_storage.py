"""Makes Dagster's SQLite storage fit for runs of many hundred small events.

Dagster opens and closes a connection for each event, and SQLite then writes the whole log through to
the disk twice: that took longer than dbt. Its own logs are not worth that: a power cut may now lose
the last events of a run, never damage the files.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from functools import cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

FILES_HELD_OPEN = 8
_held: OrderedDict[str, sqlite3.Connection] = OrderedDict()


@cache
def speed_up_sqlite() -> None:
    """Apply to every SQLite connection that this process opens from now on; once is enough."""
    event.listen(Engine, "connect", _tune)


def _tune(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.execute("pragma synchronous = normal")
    file = connection.execute("pragma database_list").fetchone()[2]
    if file and file not in _held:
        _hold_open(file)


def _hold_open(file: str) -> None:
    # SQLite writes its log back to the file when the last connection closes: this one stays.
    held = sqlite3.connect(file, check_same_thread=False)
    held.execute("select count(*) from sqlite_master").fetchone()
    _held[file] = held
    while len(_held) > FILES_HELD_OPEN:
        _held.popitem(last=False)[1].close()
