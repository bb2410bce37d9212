"""dbt's plugin that closes the build file: in a moment in which no model runs, and not after every model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.environments.local import LocalEnvironment

from orchestration.defs.transform import build_file
from orchestration.settings import PROJECT_DIR


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The build file as dbt-duckdb opens it, with the plugins of the project's own profile."""
    profile = yaml.safe_load((PROJECT_DIR / "profiles" / "profiles.yml").read_text(encoding="utf-8"))
    output = profile["empathy_warehouse"]["outputs"]["dev"]
    credentials = DuckDBCredentials.from_dict(
        {"database": "build", "schema": "main", "path": str(tmp_path / "build.duckdb"), "plugins": output["plugins"]}
    )
    environment: Any = LocalEnvironment(credentials)
    monkeypatch.setattr(DuckDBConnectionManager, "_ENV", environment)
    yield environment
    environment.close()


def test_models_that_follow_each_other_within_a_minute_share_an_open_file(file: Any) -> None:
    file.handle().close()
    opened = file.conn
    file.handle().close()
    assert opened is not None and file.conn is opened


def test_the_last_model_that_ends_closes_a_file_that_was_open_for_long(
    file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = file.handle()
    opened = file.conn
    monkeypatch.setattr(build_file, "OPEN_SECONDS", 0)
    second = file.handle()
    second.cursor().execute("create table kept as select 7 as answer")
    first.close()
    assert file.conn is opened, "closed while a model runs"
    second.close()
    assert file.conn is None

    third = file.handle()
    assert third.cursor().execute("select answer from kept").fetchall() == [(7,)]
    third.close()
