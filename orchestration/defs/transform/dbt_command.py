"""dbt's command line as a refresh runs it: `python -m orchestration.defs.transform.dbt_command <arguments of dbt>`.

With --no-write-json dbt writes none of its artifacts. The refresh has the manifest already (manifest.py), and dbt would
write it twice a build, its semantic form and its graph beside it; but it reads run_results.json, so that is written here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dbt.cli.main import dbtRunner

SUCCESS, FAILURE, ERROR = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Exit status as dbt's own: 0, 1 when nodes failed, 2 when dbt did. The results go to the folder DBT_TARGET_PATH."""
    outcome = dbtRunner().invoke(list(arguments))
    # dbt has told an exception of its own as an event already; one from outside it, nobody has.
    if outcome.exception is not None:
        print(outcome.exception, file=sys.stderr)
        return ERROR
    write = getattr(outcome.result, "write", None)
    if write is not None:
        write(str(Path(os.environ["DBT_TARGET_PATH"]) / "run_results.json"))
    return SUCCESS if outcome.success else FAILURE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
