"""dbt's manifest, parsed again whenever a file of the dbt project has changed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# A folder of its own: an analyst's dbt commands in target/ neither disturb a run nor are disturbed. DBT_TARGET_PATH is
# dbt's own variable: runs that have different ones can go on beside each other in one project folder.
TARGET_DIR = Path(os.environ.get("DBT_TARGET_PATH", "target")) / "refresh"
PROJECT_PARTS = ("dbt_project.yml", "profiles", "models", "macros", "seeds", "tests")
PROJECT_SUFFIXES = (".yml", ".yaml", ".sql", ".csv", ".md", ".py")
ENVIRONMENT = ("EMPATHY_TARGET", "EMPATHY_WAREHOUSE")


class DbtParseError(RuntimeError):
    """The dbt project cannot be parsed; the text is dbt's own."""


def dbt_executable() -> str:
    """dbt of the environment that runs this, activated or not."""
    return str(Path(sys.executable).parent / "dbt")


def prepared_manifest(project_dir: Path) -> Path:
    """Path of a manifest that is as new as the project; runs `dbt parse` when it is not."""
    target = project_dir / TARGET_DIR
    target.mkdir(parents=True, exist_ok=True)
    manifest, stamp = target / "manifest.json", target / "manifest.stamp"
    with (target / "manifest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = _project_mark(project_dir)
        if not manifest.exists() or not stamp.exists() or stamp.read_text() != mark:
            _parse(project_dir, target)
            stamp.write_text(mark)
    return manifest


def load_manifest(path: Path) -> dict[str, Any]:
    """The manifest's content."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _project_mark(project_dir: Path) -> str:
    digest = hashlib.sha256()
    for part in PROJECT_PARTS:
        root = project_dir / part
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.suffix in PROJECT_SUFFIXES and path.is_file():
                stat = path.stat()
                digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    for name in ENVIRONMENT:
        digest.update(f"{name}={os.environ.get(name)}\n".encode())
    return digest.hexdigest()


def _parse(project_dir: Path, target: Path) -> None:
    done = subprocess.run(
        [dbt_executable(), "--quiet", "parse"],
        cwd=project_dir,
        env={
            **os.environ,
            "DBT_PROFILES_DIR": str(project_dir / "profiles"),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(target),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DbtParseError(f"dbt cannot parse the project:\n{done.stdout}{done.stderr}".strip())
