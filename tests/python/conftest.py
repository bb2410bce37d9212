"""Fixtures that several files share, built once per session."""

from __future__ import annotations

from pathlib import Path

import pytest
import scoring_build


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with 3,000 synthetic sessions after the build of the scoring models; open it read-only."""
    path = tmp_path_factory.mktemp("scoring") / "warehouse.duckdb"
    scoring_build.write_warehouse(path, scoring_build.synthetic_facts(session_count=3000, seed=7))
    scoring_build.score(path)
    return path
