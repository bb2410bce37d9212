"""A vendor is one folder, one adapter and one line: examples/new_vendor in a copy of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from demo.__main__ import write
from tests.python.pipeline import PROJECT_DIR

EXAMPLE = PROJECT_DIR / "examples" / "new_vendor"
FOLDERS = ("models", "macros", "seeds", "tests/generic", "tests/singular", "profiles", "orchestration", "dashboard")
LINE = "    pollbox: [survey_answers]\n"
# Stars of the answers, one per ticket; on 1 to 5 an answer of 4 or 5 is favourable: three of five.
STARS = (5, 4, 2, 4, 1)


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and "__pycache__" not in str(path)}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the vendor's files and its line, and a raw zone with its answers, landed and built."""
    top = tmp_path_factory.mktemp("new_vendor")
    copy = top / "project"
    for folder in FOLDERS:
        shutil.copytree(PROJECT_DIR / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8")
    (copy / "dbt_project.yml").write_text(settings.replace("  sources:\n", f"  sources:\n{LINE}"), encoding="utf-8")
    shutil.copytree(EXAMPLE / "models", copy / "models", dirs_exist_ok=True)
    write(top / "raw", 300, seed=3)
    tickets = pq.read_table(top / "raw" / "zendesk" / "ticket.parquet", columns=["id", "created_at"]).to_pylist()
    begun = sorted({(row["created_at"], row["id"]) for row in tickets})[: len(STARS)]
    answers = {
        "id": list(range(1, len(STARS) + 1)),
        "ticket": [ticket for _, ticket in begun],
        "stars": [float(stars) for stars in STARS],
        "answered_at": [created_at + timedelta(days=1) for created_at, _ in begun],
        "loaded_at": [datetime(2026, 11, 1, tzinfo=UTC).replace(tzinfo=None)] * len(STARS),
    }
    (top / "raw" / "pollbox").mkdir()
    pq.write_table(pa.table(answers), top / "raw" / "pollbox" / "answers.parquet")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("EMPATHY_")} | {
        "EMPATHY_RAW_DIR": str(top / "raw"),
        "EMPATHY_WAREHOUSE": str(top / "warehouse.duckdb"),
        "EMPATHY_PUBLISH_DIR": str(top / "published"),
        "DBT_PROFILES_DIR": "profiles",
        "PYTHONPATH": str(copy),
    }
    dbt = str(Path(sys.executable).parent / "dbt")
    metric = "+int_metric_observations__survey_answers"
    build = [dbt, "build", "--select", metric, "--resource-type", "model", "--resource-type", "seed"]
    test = [dbt, "test", "--select", "stg_pollbox__answers"]
    for command in ([sys.executable, "-m", "orchestration.land"], build, test):
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return top


def test_a_vendor_is_new_files_in_two_rooms_and_one_line(project: Path) -> None:
    copy = project / "project"
    before = {Path(folder) / path for folder in FOLDERS for path in _files(PROJECT_DIR / folder)}
    after = {Path(folder) / path for folder in FOLDERS for path in _files(copy / folder)}
    assert before - after == set()
    assert {str(path.parent) for path in after - before} == {
        "models/staging/pollbox",
        "models/intermediate/feedback",
    }
    changed = [path for path in sorted(before) if (PROJECT_DIR / path).read_bytes() != (copy / path).read_bytes()]
    assert changed == []
    old = (PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    new = (copy / "dbt_project.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    assert [line for line in new if line not in old] == [LINE]
    assert len(new) == len(old) + 1


def test_its_answers_reach_the_metric(project: Path) -> None:
    """Three of five answers are 4 or 5 of 5 (see STARS)."""
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as warehouse:
        found = warehouse.sql(
            """
            select sum(customer_effort_rate), count(customer_effort_rate), count(distinct answers.customer_id)
            from intermediate.int_metric_observations__survey_answers as observations
            join intermediate.int_survey_answers as answers on answers.answer_id = observations.record_id
            where answers.source_system = 'pollbox' and customer_effort_rate is not null
            """
        ).fetchone()
    assert found is not None
    assert found[:2] == (3, 5)
    assert found[2] > 1
