"""What the steps of one run tell each other, as small JSON files beside the warehouse.

Files rather than Dagster outputs: they also serve steps that are run one at a time from the UI.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration import progress
from orchestration.defs.quality.results import CheckResult

RUN, LANDING, COPIED, PACKAGE, DURATIONS = "run", "landing", "copied", "package", "durations"
DBT_SECONDS = "dbt_seconds"
RAW_CHECKS, DBT_CHECKS, BUILT_CHECKS = "checks_raw", "checks_dbt", "checks_built"
CHECK_STAGES = (RAW_CHECKS, DBT_CHECKS, BUILT_CHECKS)


class Notes:
    """JSON files in one folder, emptied when a run lands anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def docs_dir(self) -> Path:
        """Great Expectations' Data Docs, one folder a stage."""
        return self.folder / "data_docs"

    def begin(self, run_id: str) -> None:
        """Forget the run before, so that nothing of it can vouch for this one."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.write(RUN, {"run_id": run_id})

    @property
    def run_id(self) -> str | None:
        """The Dagster run that these notes are of."""
        run = self.read(RUN)
        return run["run_id"] if run else None

    def write(self, name: str, content: Any) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, indent=2, default=str)
        (self.folder / f"{name}.json").write_text(text, encoding="utf-8")

    def read(self, name: str) -> Any:
        """The note, or None when this run has not written it."""
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None

    def write_checks(self, stage: str, results: Sequence[CheckResult]) -> None:
        self.write(stage, [result.to_json() for result in results])

    def read_checks(self, stage: str) -> list[CheckResult] | None:
        content = self.read(stage)
        return None if content is None else [CheckResult(**result) for result in content]

    @contextmanager
    def timed(self, step: str, title: str) -> Iterator[None]:
        """Say that a step begins, and note its seconds when it ends, well or badly."""
        progress.say(title)
        started = time.perf_counter()
        try:
            yield
        finally:
            durations = self.read(DURATIONS) or {}
            durations[step] = round(time.perf_counter() - started, 2)
            self.write(DURATIONS, durations)
