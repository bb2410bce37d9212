"""Calls of the project's own commands on a raw zone of a test's choice, in processes of their own as a user calls them.

Does not belong here: any expectation.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Workplace:
    """Where one test's raw zone, warehouse and published builds lie."""

    folder: Path
    raw_dir: Path

    @property
    def warehouse(self) -> Path:
        """The private build file."""
        return self.folder / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The folder with the builds and the link `current`."""
        return self.folder / "published"

    @property
    def current(self) -> Path:
        """The published file as a new reader finds it."""
        return self.published / "current" / "empathy.duckdb"

    def environment(self, **more: str) -> dict[str, str]:
        """The process environment without the caller's own EMPATHY_ variables."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("EMPATHY_")}
        return kept | {
            "EMPATHY_RAW_DIR": str(self.raw_dir),
            "EMPATHY_WAREHOUSE": str(self.warehouse),
            "EMPATHY_PUBLISH_DIR": str(self.published),
            "DAGSTER_HOME": str(self.folder / "dagster"),
            "DBT_PROFILES_DIR": "profiles",
            "GX_ANALYTICS_ENABLED": "false",
            **more,
        }

    def run(self, **more: str) -> subprocess.CompletedProcess[str]:
        """`make run` without the building of the environment."""
        return self._call([sys.executable, "-m", "orchestration.run"], **more)

    def land(self) -> subprocess.CompletedProcess[str]:
        """`make land`."""
        return self._call([sys.executable, "-m", "orchestration.land"])

    def dbt(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A dbt command of an analyst, with target and logs of its own."""
        dbt = str(Path(sys.executable).parent / "dbt")
        places = ["--target-path", str(self.folder / "target"), "--log-path", str(self.folder / "logs")]
        return self._call([dbt, *arguments, *places], **more)

    def _call(self, command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=PROJECT_DIR, env=self.environment(**more), capture_output=True, text=True, check=False
        )
