"""The static report: complete in its folder, the same bytes each time, figures as in the mart."""

from __future__ import annotations

import json
import re
from pathlib import Path

import dashboard_build
import duckdb
import pytest

from dashboard import data, words
from dashboard.report import build_report


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = dashboard_build.write_build(tmp_path_factory.mktemp("published"))
    return folder


@pytest.fixture(scope="module")
def report(build: Path) -> Path:
    manifest = data.read_manifest(build / "manifest.json")
    return build_report(build / "empathy.duckdb", build / "report", manifest)


def mart_index(build: Path) -> tuple[float, float, float]:
    with duckdb.connect(str(build / "empathy.duckdb"), read_only=True) as connection:
        row = connection.execute(
            """
            select empathy_index, ci_low, ci_high from marts.empathy_index
            where journey_stage = 'all' and segment = 'all'
                and period_grain = 'month' and period_start = date '2026-06-01'
            """
        ).fetchone()
    assert row is not None
    return float(row[0]), float(row[1]), float(row[2])


def test_report_shows_the_index_of_the_mart(build: Path, report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    index, low, high = mart_index(build)
    assert f"<b>{words.number(index)}</b>" in text
    assert f"95% interval {words.interval(low, high)}." in text


def test_report_is_two_files_that_name_no_other_host(report: Path) -> None:
    assert {path.name for path in report.parent.iterdir()} == {"index.html", "vega.js"}
    text = report.read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text))
    assert all(address.startswith("https://vega.github.io/schema/") for address in addresses)
    assert "connect-src 'none'" in text


def test_report_has_the_same_bytes_each_time(build: Path, report: Path, tmp_path: Path) -> None:
    manifest = data.read_manifest(build / "manifest.json")
    again = build_report(build / "empathy.duckdb", tmp_path / "b" / "report", manifest)
    for name in ("index.html", "vega.js"):
        assert (again.parent / name).read_bytes() == (report.parent / name).read_bytes()


def test_charts_of_the_report_are_valid_json_with_text_alternatives(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    specs = re.findall(r'<script type="application/json" id="spec-\w+">(.*?)</script>', text)
    assert len(specs) == text.count('role="img"') == 8
    for spec in specs:
        assert json.loads(spec)["description"]


def test_text_of_the_manifest_is_escaped(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert "&lt;b&gt;3%&lt;/b&gt; of threads have no intent" in text


def test_index_that_is_not_published_gives_its_reason(tmp_path: Path) -> None:
    folder = dashboard_build.write_build(tmp_path)
    with duckdb.connect(str(folder / "empathy.duckdb")) as connection:
        connection.execute(
            """
            update marts.empathy_index set
                empathy_index = null, ci_low = null, ci_high = null, change = null,
                is_suppressed = true, suppression_reason = 'coverage 0.30 is below 0.60'
            """
        )
        connection.execute("delete from marts.empathy_index_contributions")
    manifest = data.read_manifest(folder / "manifest.json")
    page = build_report(folder / "empathy.duckdb", folder / "report", manifest)
    text = page.read_text(encoding="utf-8")
    assert "<b>Not published</b>" in text
    assert "Why: coverage 0.30 is below 0.60." in text


def test_build_without_an_index_row_says_so(tmp_path: Path) -> None:
    folder = dashboard_build.write_build(tmp_path)
    with duckdb.connect(str(folder / "empathy.duckdb")) as connection:
        connection.execute("delete from marts.empathy_index")
    page = build_report(folder / "empathy.duckdb", folder / "report", {"build_id": "b"})
    assert "Nothing is measured yet" in page.read_text(encoding="utf-8")


def test_mart_that_is_absent_is_named(tmp_path: Path) -> None:
    folder = dashboard_build.write_build(tmp_path)
    with duckdb.connect(str(folder / "empathy.duckdb")) as connection:
        connection.execute("drop table marts.dim_metrics")
    with pytest.raises(data.UnreadableBuildError, match="dim_metrics"):
        build_report(folder / "empathy.duckdb", folder / "report", {})


def test_importing_the_report_stays_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, dashboard.report; print([m for m in ('altair', 'pandas') if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert told.stdout.strip() == "[]"
