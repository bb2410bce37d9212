"""Starts the check process early and asks it; the Dagster side of worker.py."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

from orchestration.defs.quality.results import CheckResult
from orchestration.settings import Settings

FINISH = "finish"


class ChecksNotRunError(RuntimeError):
    """The check process failed; the text says where its log is."""


class CheckProcess:
    """One running check process; importing goes on in the background from `start`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.log_file = settings.log_dir / "checks.log"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the process unless it runs; returns at once."""
        if self._process is not None and self._process.poll() is None:
            return
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "orchestration.defs.quality.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=self.settings.project_dir,
                env={**os.environ, "PYTHONPATH": str(self.settings.project_dir)},
            )
        atexit.register(self.stop)

    def run(self, stage: str, docs_dir: Path) -> list[CheckResult]:
        """Results of all suites of a stage ('raw' or 'built'); raises ChecksNotRunError."""
        self.start()
        process = self._process
        assert process and process.stdin and process.stdout
        request = {
            "stage": stage,
            "warehouse": str(self.settings.warehouse),
            "models_dir": str(self.settings.project_dir / "models"),
            "docs_dir": str(docs_dir),
            "memory_limit": self.settings.half_memory_limit,
        }
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise ChecksNotRunError(f"The check process ended (exit code {process.wait()}). See {self.log_file}.")
        answer = json.loads(line)
        if "error" in answer:
            raise ChecksNotRunError(f"{answer['error']} See {self.log_file}.")
        return [CheckResult(**result) for result in answer["results"]]

    def finish(self) -> None:
        """Wait until the Data Docs of the stages that ran are written."""
        if self._process is not None:
            self.run(FINISH, self.settings.notes_dir)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        atexit.unregister(self.stop)
        if process.stdin:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
