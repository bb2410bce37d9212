"""The page without a browser: its figures are the mart's, and it says what is not there."""

from __future__ import annotations

from pathlib import Path

import dashboard_build
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data, words

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
SECONDS = 60


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    dashboard_build.write_build(folder)
    return folder


def run(monkeypatch: pytest.MonkeyPatch, root: Path) -> AppTest:
    monkeypatch.setenv(data.PUBLISH_DIR_VARIABLE, str(root))
    app = AppTest.from_file(str(APP), default_timeout=SECONDS).run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def mart_row(stage: str, segment: str, grain: str, period: str) -> dict[str, object]:
    index = dashboard_build.marts()["empathy_index"]
    at = index[(index["journey_stage"] == stage) & (index["segment"] == segment)]
    at = at[(at["period_grain"] == grain) & (at["period_start"].astype(str) == period)]
    return dict(at.iloc[0])


def test_figures_equal_the_mart_for_every_segment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, root)
    for segment in ["all", "at_risk", "enterprise", "small_business"]:
        app.selectbox(key="segment").set_value(segment).run()
        assert not app.exception
        row = mart_row("all", segment, "month", "2026-06-01")
        text = text_of(app)
        assert f"<b>{words.number(row['empathy_index'])}</b>" in text
        assert f"95% interval {words.interval(row['ci_low'], row['ci_high'])}." in text
        assert f"All stages · {words.segment_label(segment)} · June 2026" in text


def test_figures_equal_the_mart_for_a_stage_and_week(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, root)
    app.segmented_control(key="grain").set_value("week").run()
    app.selectbox(key="stage").set_value("onboarding").run()
    assert not app.exception
    row = mart_row("onboarding", "all", "week", "2026-06-29")
    assert f"<b>{words.number(row['empathy_index'])}</b>" in text_of(app)


def test_scorecard_values_equal_the_mart(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(run(monkeypatch, root))
    card = dashboard_build.marts()["journey_stage_scorecard"]
    at = card[(card["journey_stage"] == "all") & (card["segment"] == "all")]
    at = at[(at["period_grain"] == "month") & (at["period_start"].astype(str) == "2026-06-01")]
    assert len(at) == len(dashboard_build.METRICS)
    for row in at.to_dict("records"):
        start = text.index(f'<th scope="row">{row["metric_name"]}</th>')
        line = text[start : text.index("</tr>", start)]
        assert words.in_unit(row["value"], "share") in line
        assert words.count(row["n"]) in line


def test_suppressed_index_and_cells_say_why(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, root)
    app.selectbox(key="segment").set_value("public_sector").run()
    assert not app.exception
    text = text_of(app)
    reason = mart_row("all", "public_sector", "month", "2026-06-01")["suppression_reason"]
    assert "<b>Not published</b>" in text
    assert f"Why: {reason}." in text
    assert "Not shown: fewer than 30 answers" in text


def test_chosen_measure_is_the_one_that_is_drawn(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, root)
    app.selectbox(key="measure").set_value("felt_understood_rate").run()
    assert not app.exception
    assert "Felt understood: distance from goal" in text_of(app)


def test_state_of_the_build_comes_from_the_manifest(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(run(monkeypatch, root))
    for name, figure in [
        ("Checks passed", "412"),
        ("Checks warned", "1"),
        ("Checks failed", "0"),
        ("Rows set aside", "17"),
        ("Tables not delivered", "2"),
    ]:
        assert f"<dt>{name}</dt><dd>{figure}</dd>" in text
    assert "every_intent_is_a_known_intent" in text
    assert "zendesk.ticket_chat" in text


def test_new_build_is_shown_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dashboard_build.write_build(tmp_path, "20260705T020000Z-aaaaaa")
    app = run(monkeypatch, tmp_path)
    assert "20260705T020000Z-aaaaaa" in text_of(app)
    dashboard_build.write_build(tmp_path, "20260706T020000Z-bbbbbb")
    assert "20260706T020000Z-bbbbbb" in text_of(app.run())


def test_nothing_published_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(run(monkeypatch, tmp_path / "absent"))
    assert "Nothing is published yet" in text
    assert "<code>make run</code>" in text


def test_damaged_manifest_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = dashboard_build.write_build(tmp_path)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    text = text_of(run(monkeypatch, tmp_path))
    assert "cannot be read" in text
    assert "manifest.json" in text
