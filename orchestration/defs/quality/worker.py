"""The check process: imports Great Expectations once, then answers requests line by line.

A process of its own, because the import takes seconds that pass while the raw zone is landed and
dbt runs, and because Great Expectations would otherwise keep the warehouse locked against dbt.
Requests and answers are JSON lines; started by client.py, ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

FINISH = "finish"

os.environ["GX_ANALYTICS_ENABLED"] = "false"
# Spark is not read here, and merely finding it costs Great Expectations a second of import.
sys.modules["pyspark"] = None  # type: ignore[assignment]  # Python's own way to bar an import


def main() -> None:
    """Answer requests until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Great Expectations prints; only answers may reach the parent.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from orchestration.defs.quality import runner  # noqa: F401  # imported ahead of the first request

    write_docs: Callable[[], None] = _nothing
    for line in sys.stdin:
        request = json.loads(line)
        if request["stage"] == FINISH:
            answer: dict[str, Any] = {"results": []}
        else:
            answer, write_docs = _answer(request)
        answers.write(json.dumps(answer, default=str) + "\n")
        answers.flush()
        # After the answer: the run goes on meanwhile, and asks to finish before it needs them.
        write_docs()
        write_docs = _nothing


def _answer(request: dict[str, Any]) -> tuple[dict[str, Any], Callable[[], None]]:
    from orchestration.defs.landing.contract import load_contract
    from orchestration.defs.quality.runner import run_suites

    try:
        run = run_suites(
            Path(request["warehouse"]),
            request["stage"],
            load_contract(Path(request["models_dir"])),
            Path(request["docs_dir"]),
            request["memory_limit"],
        )
    except Exception as error:  # the parent raises it again, with the place to look
        traceback.print_exc()
        return {"error": f"{type(error).__name__}: {error}"}, _nothing
    return {"results": [result.to_json() for result in run.results]}, run.write_docs


def _nothing() -> None:
    """There are no Data Docs to write."""


if __name__ == "__main__":
    main()
