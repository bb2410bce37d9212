"""dbt's command line as a refresh runs it: `python -m orchestration.defs.transform.dbt_command <arguments of dbt>`.

dbt does two things at every build that nobody reads. It writes the manifest twice, its semantic form and its graph
beside it, though the refresh has the manifest already (manifest.py): with --no-write-json it writes no artifacts, and
the one that is read, run_results.json, is written here. And it draws each debug event as a line of JSON, some twenty
a node, before it finds that it is not wanted: with --log-level none it draws none, and those from info on are told
here.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventMsg
from dbt_common.events.functions import env_scrubber, msg_to_json

FLAGS = ("--no-use-colors", "--no-write-json", "--log-level", "none")
TOLD_LEVELS = ("info", "warn", "error")
SUCCESS, FAILURE, ERROR = 0, 1, 2

_one_line_at_a_time = threading.Lock()


def main(arguments: Sequence[str]) -> int:
    """Exit status as dbt's own: 0, 1 when nodes failed, 2 when dbt did. Results go to the folder DBT_TARGET_PATH."""
    outcome = dbtRunner(callbacks=[_tell]).invoke([*FLAGS, *arguments])
    # dbt has told an exception of its own as an event already; one from outside it, nobody has.
    if outcome.exception is not None:
        print(outcome.exception, file=sys.stderr)
        return ERROR
    write = getattr(outcome.result, "write", None)
    if write is not None:
        write(str(Path(os.environ["DBT_TARGET_PATH"]) / "run_results.json"))
    return SUCCESS if outcome.success else FAILURE


def _tell(event: EventMsg) -> None:
    """The event as dbt writes it with --log-format json."""
    if event.info.level in TOLD_LEVELS:
        line = env_scrubber(msg_to_json(event))
        with _one_line_at_a_time:
            print(line, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
