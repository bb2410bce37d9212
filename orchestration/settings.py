"""Where the run reads and writes: the environment variables of the project, typed and checked once.

Does not belong here: anything read from a file of the raw zone or from the warehouse.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
# Of every DuckDB file that is written: any DuckDB from 1.4 on reads it. The oldest format, the default, takes a third
# more time to write and a tenth more disk.
STORAGE_VERSION = "v1.4.0"
MEMORY_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]i?B)", re.IGNORECASE)
DEFAULT_MEMORY_LIMIT = "6GB"
DEFAULT_THREADS = "4"


class SettingsError(ValueError):
    """An environment variable has a value that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Settings:
    """Absolute paths, the as-of moment and the memory of one run.

    as_of is None when the newest event of the raw zone decides. memory_limit is what DuckDB may take at any time,
    as DuckDB reads it: 6GB. threads: how many models are built at a time, and share it.
    """

    project_dir: Path
    raw_dir: Path
    is_raw_dir_given: bool
    warehouse: Path
    publish_dir: Path
    as_of: datetime | None
    alert_webhook: str | None
    memory_limit: str
    threads: int

    @property
    def data_dir(self) -> Path:
        """Folder of the private build file; notes, logs and Dagster's storage live beside it."""
        return self.warehouse.parent

    @property
    def notes_dir(self) -> Path:
        """What one step of a run leaves for the next: landing report, check results, Data Docs."""
        return self.data_dir / "build"

    @property
    def log_dir(self) -> Path:
        return self.data_dir / "logs"

    @property
    def lock_file(self) -> Path:
        return self.warehouse.with_name(self.warehouse.name + ".refresh.lock")

    @property
    def alerts_file(self) -> Path:
        return self.publish_dir / "alerts.jsonl"

    @property
    def half_memory_limit(self) -> str:
        """For each of two steps that run side by side: the checks of the marts, and their copy."""
        amount, unit = MEMORY_LIMIT.fullmatch(self.memory_limit).groups()  # type: ignore[union-attr]  # as loaded
        return f"{float(amount) / 2:g}{unit}"

    def environment(self) -> dict[str, str]:
        """The variables a child process needs to see the same paths from any working directory."""
        found = {
            "EMPATHY_RAW_DIR": str(self.raw_dir),
            "EMPATHY_WAREHOUSE": str(self.warehouse),
            "EMPATHY_PUBLISH_DIR": str(self.publish_dir),
            "EMPATHY_MEMORY_LIMIT": self.memory_limit,
            "EMPATHY_THREADS": str(self.threads),
        }
        if self.as_of:
            found["EMPATHY_AS_OF"] = self.as_of.strftime("%Y-%m-%d %H:%M:%S")
        return found


def load_settings(environ: Mapping[str, str] | None = None, project_dir: Path = PROJECT_DIR) -> Settings:
    """Settings from the environment; relative paths are taken from the project folder.

    Raises SettingsError when a folder variable names a file, the warehouse a folder, or the as-of
    moment, the memory limit or the number of threads cannot be read.
    """
    values = os.environ if environ is None else environ
    raw_dir = _path(values, "EMPATHY_RAW_DIR", "data/raw", project_dir)
    warehouse = _path(values, "EMPATHY_WAREHOUSE", "data/warehouse.duckdb", project_dir)
    publish_dir = _path(values, "EMPATHY_PUBLISH_DIR", "data/published", project_dir)
    if warehouse.is_dir():
        raise SettingsError(
            f"EMPATHY_WAREHOUSE is a folder: {warehouse}. Name a file, for example {warehouse / 'warehouse.duckdb'}."
        )
    for name, folder in (
        ("EMPATHY_RAW_DIR", raw_dir),
        ("EMPATHY_PUBLISH_DIR", publish_dir),
    ):
        if folder.is_file():
            raise SettingsError(f"{name} is a file: {folder}. Name a folder.")
    if publish_dir in warehouse.parents:
        raise SettingsError(
            f"EMPATHY_WAREHOUSE ({warehouse}) lies inside EMPATHY_PUBLISH_DIR ({publish_dir}). The "
            "build file is private: keep it outside the folder that readers open."
        )
    return Settings(
        project_dir=project_dir,
        raw_dir=raw_dir,
        is_raw_dir_given=bool(values.get("EMPATHY_RAW_DIR")),
        warehouse=warehouse,
        publish_dir=publish_dir,
        as_of=_moment(values.get("EMPATHY_AS_OF")),
        alert_webhook=values.get("EMPATHY_ALERT_WEBHOOK") or None,
        memory_limit=_memory_limit(values.get("EMPATHY_MEMORY_LIMIT") or DEFAULT_MEMORY_LIMIT),
        threads=_threads(values.get("EMPATHY_THREADS") or DEFAULT_THREADS),
    )


def _path(values: Mapping[str, str], name: str, default: str, project_dir: Path) -> Path:
    return (project_dir / Path(values.get(name) or default).expanduser()).resolve()


def _memory_limit(text: str) -> str:
    found = MEMORY_LIMIT.fullmatch(text.strip())
    if found is None or not float(found[1]):
        raise SettingsError(
            f'EMPATHY_MEMORY_LIMIT cannot be read: "{text}". Write a number and a unit, for example 6GB.'
        )
    return found[0]


def _threads(text: str) -> int:
    if not re.fullmatch(r"\s*[0-9]+\s*", text) or not int(text):
        raise SettingsError(f'EMPATHY_THREADS cannot be read: "{text}". Write a whole number from 1 on, for example 4.')
    return int(text)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            f'EMPATHY_AS_OF cannot be read: "{text}". Write a UTC moment, for example 2026-03-31 '
            "or 2026-03-31T12:00:00."
        ) from error
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
