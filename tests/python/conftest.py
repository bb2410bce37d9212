"""What several files of tests share: how they are spread over processes, and builds that are made once."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import scoring_build
from xdist.scheduler import LoadFileScheduling

from demo.__main__ import write
from tests.python.pipeline import Workplace

MESSAGES = 12000
# Files that read the same build run in the same process, one after the other; other files stand alone.
SHARED_BUILDS = {
    "test_full_run": "demo",
    "test_recomputed_metrics": "demo",
    "test_planted_truths": "demo",
    "test_scoring_jackknife": "scoring",
    "test_semantic_layer": "scoring",
    "test_index_properties": "scoring",
}
WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER:
    os.environ["DBT_TARGET_PATH"] = f"target/{WORKER}"


def build_of(test: str) -> str:
    """The build that a test reads, or the name of its file; test: its node id."""
    name = Path(test.partition("::")[0]).stem
    return SHARED_BUILDS.get(name, name)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """xdist's hook: tests are spread over processes by the build that they read."""
    scheduling = LoadFileScheduling(config, log)
    scheduling._split_scope = build_of
    return scheduling


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with 3,000 synthetic sessions after the build of the scoring models; open it read-only."""
    path = tmp_path_factory.mktemp("scoring") / "warehouse.duckdb"
    scoring_build.write_warehouse(path, scoring_build.synthetic_facts(session_count=3000, seed=7))
    scoring_build.score(path)
    return path


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A small demo raw zone of its own, and the place where runs over it build and publish."""
    folder = tmp_path_factory.mktemp("full_run")
    write(folder / "raw", MESSAGES, seed=7)
    return Workplace(folder, folder / "raw")


@pytest.fixture(scope="session")
def first(workplace: Workplace) -> subprocess.CompletedProcess[str]:
    """The first whole run over that raw zone, finished without an error."""
    done = workplace.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def marts(workplace: Workplace, first: subprocess.CompletedProcess[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the first run published, read-only."""
    with duckdb.connect(str(workplace.current), read_only=True) as connection:
        yield connection
