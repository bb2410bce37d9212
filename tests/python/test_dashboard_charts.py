"""The charts and their frames: fixed scales, journey order, sums, and missing drawn as missing."""

from __future__ import annotations

import itertools
from typing import Any

import altair as alt
import dashboard_build
import pandas as pd
import pytest

from dashboard import answers, charts, data, page, panels, views, words

PERIOD = "2026-06-01"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> page.Page:
    folder = dashboard_build.write_build(tmp_path_factory.mktemp("published"))
    return read_page(folder / "empathy.duckdb")


def read_page(database: Any, **scope_parts: str) -> page.Page:
    where = {"stage": "all", "segment": "all", "grain": "month", "period": PERIOD} | scope_parts
    scope = views.Scope(**where)
    rows = page.Rows(
        index=data.index(database, scope.grain),
        contributions=data.contributions(database, scope.grain, scope.period),
        scorecard=data.scorecard(database, scope.grain, scope.segment, scope.period),
        measures=data.measures(database),
    )
    manifest = dashboard_build.manifest("build", {})

    def weekly(metric: str) -> pd.DataFrame:
        return data.weekly_measure(database, scope.segment, metric, views.until(scope))

    return page.assemble(rows, scope, manifest, weekly)


def spec_of(shown: page.Page, name: str) -> dict[str, Any]:
    chart = shown.figures[name].chart
    assert chart is not None
    return chart.to_dict()


def rows_in(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return next(iter(spec["datasets"].values()))


def scales_of(spec: dict[str, Any], channel: str) -> list[dict[str, Any]]:
    encodings = [layer.get("encoding", {}).get(channel, {}) for layer in spec["layer"]]
    return [e["scale"] for e in encodings if e.get("scale")]


def test_every_chart_carries_a_text_alternative(shown: page.Page) -> None:
    for name, figure in shown.figures.items():
        assert figure.chart is not None, name
        assert figure.chart.to_dict()["description"] == figure.words != ""


def test_every_chart_and_heading_names_its_scope(shown: page.Page) -> None:
    for figure in shown.figures.values():
        assert " · " in figure.scope
        assert "segment" in figure.scope.lower()


def test_heat_map_colours_are_symmetric_fixed_and_clamped(shown: page.Page) -> None:
    (scale,) = scales_of(spec_of(shown, "measure_weeks"), "color")
    low, high = scale["domain"]
    assert low == -high
    assert scale["clamp"] is True
    assert len(scale["range"]) % 2 == 1


def test_heat_map_holds_26_weeks_and_says_why_a_cell_is_empty() -> None:
    weekly = pd.DataFrame(
        {
            "journey_stage": ["all", "onboarding", "awareness"],
            "period": ["2026-06-01", "2026-06-01", "2026-06-08"],
            "value": [0.5, None, 0.9],
            "goal": [0.8, 0.8, 0.8],
            "unit": "share",
            "direction": "higher_is_better",
            "suppression_reason": [None, "fewer than 30 observations", None],
        }
    )
    cells = views.heatmap(weekly)
    assert list(cells["label"]) == ["Awareness", "Awareness", "Onboarding", "Onboarding"]
    told = dict(zip(zip(cells["label"], cells["period"], strict=True), cells["tooltip"], strict=True))
    assert "fewer than 30 observations" in told["Onboarding", "2026-06-01"]
    assert "nothing was measured" in told["Awareness", "2026-06-01"]
    assert list(cells["gap"].isna()) == [True, False, True, True]


def test_weekly_rows_are_the_26_weeks_before_the_end_of_the_period(shown: page.Page) -> None:
    periods = {row["period"] for row in rows_in(spec_of(shown, "measure_weeks"))}
    assert len(periods) == 26
    assert max(periods) == "2026-06-29"


def test_stages_are_in_journey_order(shown: page.Page) -> None:
    spec = spec_of(shown, "stages")
    wanted = [words.stage_label(stage) for stage in dashboard_build.STAGES]
    assert [row["label"] for row in rows_in(spec)] == wanted
    orders = [layer["encoding"]["y"]["sort"] for layer in spec["layer"]]
    assert all(order == wanted for order in orders)
    assert wanted != sorted(wanted)


@pytest.mark.parametrize("name", ["index", "stages", "segments", "measure_stages"])
def test_bullets_show_the_whole_scale(shown: page.Page, name: str) -> None:
    domains = [s["domain"] for s in scales_of(spec_of(shown, name), "x") if "domain" in s]
    assert domains
    assert all(domain == [0, 100] for domain in domains)


def test_a_measure_has_a_tick_at_its_goal(shown: page.Page) -> None:
    rows = rows_in(spec_of(shown, "measure_stages"))
    card = dashboard_build.marts()["journey_stage_scorecard"]
    goal = card.loc[card["metric_id"] == shown.measure_id, "acceptable_from"].iloc[0]
    assert {round(row["goal"], 9) for row in rows} == {round(100 * goal, 9)}
    ticks = [layer for layer in spec_of(shown, "measure_stages")["layer"] if "goal" in str(layer)]
    assert any(layer["mark"]["type"] == "tick" for layer in ticks)


def test_waterfall_sums_to_the_change_and_its_steps_join(shown: page.Page) -> None:
    rows = rows_in(spec_of(shown, "change"))
    steps = [row for row in rows if row["kind"] != "total"]
    assert sum(row["delta"] for row in steps) == pytest.approx(shown.row["change"], abs=1e-9)
    for before, after in itertools.pairwise(rows):
        assert after["start"] == pytest.approx(before["end"], abs=1e-9) or after["kind"] == "total"
    assert rows[-1]["end"] == pytest.approx(shown.row["empathy_index"], abs=1e-9)
    assert rows[-2]["end"] == pytest.approx(rows[-1]["end"], abs=1e-9)


def test_waterfall_says_that_its_axis_does_not_start_at_zero(shown: page.Page) -> None:
    spec = spec_of(shown, "change")
    titles = {str(layer["encoding"].get("x", {}).get("title")) for layer in spec["layer"]}
    assert any("does not start at 0" in title for title in titles)


def waterfall_of(deltas: list[float], change: float) -> pd.DataFrame:
    parts = pd.DataFrame(
        {
            "metric_name": [f"Measure {place}" for place in range(len(deltas))],
            "change_contribution": deltas,
        }
    )
    row = {"empathy_index": 60.0, "change": change}
    return views.waterfall(parts, row, views.Scope("all", "all", "month", PERIOD))


def test_waterfall_folds_small_measures_into_one_step_and_still_sums() -> None:
    deltas = [0.1 * place * (-1) ** place for place in range(20)]
    steps = waterfall_of(deltas, sum(deltas))
    moves = steps[steps["kind"] != "total"]
    assert len(moves) == views.STEPS + 1
    assert "12 other measures" in set(moves["label"])
    assert moves["delta"].sum() == pytest.approx(sum(deltas), abs=1e-9)


def test_waterfall_shows_what_the_measures_leave_unexplained() -> None:
    steps = waterfall_of([1.0, -0.25], 2.0)
    assert steps.set_index("label").loc["Not explained by the measures", "delta"] == 1.25
    assert steps["delta"].sum() == pytest.approx(2.0)


def test_waterfall_is_empty_without_a_comparison() -> None:
    assert waterfall_of([1.0], float("nan")).empty


def test_dimension_that_is_not_measured_is_an_outline_and_never_zero(shown: page.Page) -> None:
    spec = spec_of(shown, "dimensions")
    rows = {row["label"]: row for row in rows_in(spec)}
    assert rows["Business"]["is_measured"] is False
    assert rows["Business"]["contribution"] is None
    assert rows["Business"]["possible"] == pytest.approx(25.0)
    dashed = [layer["mark"] for layer in spec["layer"] if "strokeDash" in layer["mark"]]
    assert [mark["fill"] for mark in dashed] == ["transparent"]
    assert "not measured" in str(spec["layer"])


def test_dimension_bars_sum_to_the_index(shown: page.Page) -> None:
    rows = rows_in(spec_of(shown, "dimensions"))
    given = sum(row["contribution"] for row in rows if row["is_measured"])
    assert given == pytest.approx(shown.row["empathy_index"], abs=1e-9)
    assert sum(r["possible"] for r in rows if r["is_measured"]) == pytest.approx(100.0)


def test_trend_leaves_a_gap_where_a_period_is_not_published() -> None:
    index = pd.DataFrame(
        {
            "journey_stage": "all",
            "segment": "all",
            "period": ["2026-04-01", "2026-05-01", PERIOD],
            "empathy_index": [60.0, None, 64.0],
            "ci_low": [58.0, None, 62.0],
            "ci_high": [62.0, None, 66.0],
            "suppression_reason": [None, "coverage 0.45 is below 0.60", None],
        }
    )
    scope = views.Scope("all", "all", "month", PERIOD)
    rows = views.trend(index, scope)
    assert "coverage 0.45" in rows["tooltip"].iloc[1]
    spec = charts.index_trend(rows, "month", "words").to_dict()
    assert [row["score"] for row in rows_in(spec)] == [60.0, None, 64.0]
    assert charts.trend_domain(rows) == [50.0, 70.0]
    assert "1 of 3 months not published" in answers.trend_words(rows, scope)


def test_suppressed_row_of_a_bullet_says_why_in_words(shown: page.Page) -> None:
    rows = {row["label"]: row for row in rows_in(spec_of(shown, "segments"))}
    assert rows["Public sector"]["score"] is None
    assert rows["Public sector"]["why"].startswith("not published: coverage")
    assert rows["Public sector"]["right"] == ""


def test_specs_do_not_depend_on_what_was_drawn_before(shown: page.Page, tmp_path: Any) -> None:
    folder = dashboard_build.write_build(tmp_path)
    again = read_page(folder / "empathy.duckdb")
    for name in shown.figures:
        assert spec_of(shown, name) == spec_of(again, name)


def test_charts_pass_the_schema(shown: page.Page) -> None:
    for figure in shown.figures.values():
        assert isinstance(figure.chart, alt.LayerChart)
        figure.chart.to_dict(validate=True)


def test_answers_name_what_is_missing_and_where_it_is_worst(shown: page.Page) -> None:
    told = {item.ask: item for item in shown.answers}
    assert told["What is missing?"].say == "25% of the weight"
    assert "Business is not measured" in told["What is missing?"].lines[0]
    index = dashboard_build.marts()["empathy_index"]
    at = index[(index["period_grain"] == "month") & (index["segment"] == "all")]
    at = at[(at["period_start"].astype(str) == PERIOD) & (at["journey_stage"] != "all")]
    low = at.sort_values("empathy_index").iloc[0]
    worst = f"{words.stage_label(low['journey_stage'])}, {words.number(low['empathy_index'])}"
    assert told["Where is it worst?"].say == worst


def test_change_is_judged_by_both_intervals_and_never_by_one_margin() -> None:
    scope = views.Scope("all", "all", "month", PERIOD)
    before = {"empathy_index": 60.0, "ci_low": 58.5, "ci_high": 61.5}
    row = {"empathy_index": 62.0, "ci_low": 60.5, "ci_high": 63.5, "change": 2.0, "customer_count": 900}
    assert answers.doing(row, before, scope) == "▲ +2.0 since May 2026; the intervals overlap"
    assert "may be chance" in answers.sure(row, before, scope).lines[-1]
    apart = before | {"ci_high": 60.4}
    assert answers.doing(row, apart, scope).endswith("the intervals do not overlap")
    assert answers.sure(row, apart, scope).lines == ["95% interval 60.5 to 63.5.", "Measured on 900 customers."]
    unknown = before | {"ci_low": None}
    assert answers.doing(row, unknown, scope) == "▲ +2.0 since May 2026"


def test_lowest_stage_that_is_not_clearly_lowest_is_said_to_be_so() -> None:
    scope = views.Scope("all", "all", "month", PERIOD)
    stages = pd.DataFrame(
        {
            "label": ["Awareness", "Retention"],
            "score": [50.0, 53.0],
            "low": [48.0, 51.0],
            "high": [52.0, 55.0],
        }
    )
    none = stages.iloc[:0]
    assert "not clearly below Retention" in answers.worst(stages, none, None, scope).lines[0]
    apart = stages.assign(low=[48.0, 52.5])
    assert answers.worst(apart, none, None, scope).lines == ["Lowest of 2 published stages."]


def test_single_stage_page_points_at_a_measure(tmp_path: Any) -> None:
    folder = dashboard_build.write_build(tmp_path)
    shown = read_page(folder / "empathy.duckdb", stage="onboarding")
    told = {item.ask: item.say for item in shown.answers}
    names = {metric[1] for metric in dashboard_build.METRICS}
    assert told["Where is it worst?"] in names


@pytest.mark.parametrize(
    ("value", "goal", "unit", "direction", "wanted"),
    [
        (0.70, 0.80, "share", "higher_is_better", -10.0),
        (0.10, 0.08, "share", "lower_is_better", -2.0),
        (55.0, 60.0, "score", "higher_is_better", -5.0),
        (90.0, 60.0, "seconds", "lower_is_better", -50.0),
        (None, 0.8, "share", "higher_is_better", None),
        (0.8, float("nan"), "share", "higher_is_better", None),
    ],
)
def test_gap_is_positive_when_better(value: Any, goal: Any, unit: str, direction: str, wanted: float | None) -> None:
    found = views.gap(value, goal, unit, direction)
    assert found == (None if wanted is None else pytest.approx(wanted))


def test_net_promoter_score_is_drawn_on_its_own_scale() -> None:
    assert views.fixed_scale("points") == (-100.0, 100.0)
    assert views.fixed_scale("share") == views.fixed_scale("score") == (0.0, 100.0)
    assert views.fixed_scale("seconds") is None


def test_weight_of_the_one_dimension_without_measures_is_what_the_others_leave() -> None:
    measures = pd.DataFrame(
        {
            "dimension": ["experience", "behaviour", "qualitative", "diagnostic"],
            "dimension_weight": [0.30, 0.30, 0.15, None],
        }
    )
    assert views.dimension_weights(measures, pd.DataFrame(), None)["business"] == pytest.approx(0.25)


def test_words_round_before_they_judge() -> None:
    assert (words.signed(-0.01), words.arrow(-0.01)) == ("0.0", "=")
    assert (words.signed(0.06), words.arrow(0.06)) == ("+0.1", "▲")
    assert words.number(-1234.56) == "\N{MINUS SIGN}1,234.6"
    assert words.number(float("nan")) == "\N{EN DASH}"
    assert words.verdict(-0.02, "lower_is_better") == "better"


@pytest.mark.parametrize(
    ("grain", "start", "label", "before"),
    [
        ("week", "2026-01-05", "week of 5 January 2026", "week of 29 December 2025"),
        ("month", "2026-01-01", "January 2026", "December 2025"),
        ("quarter", "2026-01-01", "Q1 2026", "Q4 2025"),
    ],
)
def test_periods_in_words(grain: str, start: str, label: str, before: str) -> None:
    scope = views.Scope("all", "all", grain, start)
    assert words.period_label(grain, start) == label
    assert scope.previous == before


def test_period_that_is_not_over_says_so() -> None:
    assert words.period_note("month", PERIOD, "2026-06-21T10:00:00Z") == "so far, to 21 June 2026"
    assert words.period_note("month", PERIOD, "2026-06-30T10:00:00Z") == ""
    assert words.period_note("month", PERIOD, None) == ""


def test_labels_that_would_read_alike_stay_apart() -> None:
    labels = words.distinct_labels(["at_risk", "at risk", "vip"], words.segment_label)
    assert len(set(labels.values())) == 3
    assert labels["vip"] == "Vip"


def test_text_from_data_is_escaped(shown: page.Page) -> None:
    told = panels.checks(dashboard_build.manifest("<script>", {}))
    assert "<script>" not in told
    assert "&lt;b&gt;3%&lt;/b&gt;" in told
    card = shown.stage_card.assign(metric_name="<img src=x>")
    assert "<img" not in panels.scorecard_table(card, "All")


def test_scorecard_says_bands_and_changes_in_words(shown: page.Page) -> None:
    table = panels.scorecard_table(shown.stage_card, shown.scope.label)
    assert "Needs improvement" in table
    assert ", better" in table
    assert ", worse" in table
