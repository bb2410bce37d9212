"""What several files of tests share: a dbt target folder per process, and fixtures that are built once per session."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import scoring_build

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER:
    os.environ["DBT_TARGET_PATH"] = f"target/{WORKER}"


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with 3,000 synthetic sessions after the build of the scoring models; open it read-only."""
    path = tmp_path_factory.mktemp("scoring") / "warehouse.duckdb"
    scoring_build.write_warehouse(path, scoring_build.synthetic_facts(session_count=3000, seed=7))
    scoring_build.score(path)
    return path
