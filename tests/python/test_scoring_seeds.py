"""The scoring seeds against published references and against the code that reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from orchestration import metric_dictionary

PROJECT_DIR = Path(__file__).resolve().parents[2]
SCORING = PROJECT_DIR / "seeds" / "scoring"
STATISTICS = PROJECT_DIR / "macros" / "statistics"


def parameter(key: str) -> float:
    table = pd.read_csv(SCORING / "metric_parameters.csv")
    return float(table.loc[table["key"] == key, "value"].item())


def sql_files() -> list[Path]:
    return [path for folder in ("models", "macros", "tests") for path in sorted((PROJECT_DIR / folder).rglob("*.sql"))]


def test_t_quantiles_are_those_of_the_distribution() -> None:
    table = pd.read_csv(SCORING / "t_quantiles.csv")
    assert list(table["degrees_of_freedom"]) == list(range(1, len(table) + 1))
    assert list(table["t_975"]) == pytest.approx(list(stats.t.ppf(0.975, table["degrees_of_freedom"])), abs=5e-7)


def test_the_normal_quantile_is_that_of_the_distribution() -> None:
    assert parameter("normal_quantile") == pytest.approx(stats.norm.ppf(0.975), abs=1e-12)


def test_jackknife_groups_have_a_quantile() -> None:
    table = pd.read_csv(SCORING / "t_quantiles.csv")
    assert parameter("jackknife_groups") - 1 in set(table["degrees_of_freedom"])


def test_metric_parameters_are_used() -> None:
    """A key without a value would make every comparison with it unknown; a value without a reader misleads."""
    used = {key for path in sql_files() for key in re.findall(r"metric_parameter\(\s*'(\w+)'", path.read_text())}
    known = set(pd.read_csv(SCORING / "metric_parameters.csv")["key"])
    assert used - known == set(), "read by SQL, not in metric_parameters.csv"
    assert known - used == set(), "in metric_parameters.csv, read by no SQL"


def test_every_metric_of_the_scorecard_has_an_owner_and_an_action() -> None:
    catalogue = pd.read_csv(SCORING / "metric_catalogue.csv", keep_default_na=False)
    for column in ("owner", "data_source", "action_threshold", "definition", "numerator", "denominator"):
        assert (catalogue[column].str.strip() != "").all(), column


def test_a_metric_below_its_reliability_gate_has_no_weight() -> None:
    """Tone is read by a lexicon whose agreement with people has not been shown: it may be looked at, not counted."""
    catalogue = pd.read_csv(SCORING / "metric_catalogue.csv").set_index("metric_id")
    assert not catalogue.loc["tone_alignment_mean", "is_in_index"]
    assert "reliability" in str(catalogue.loc["tone_alignment_mean", "definition"])


def test_observation_models_name_their_data_source() -> None:
    sources = {
        "fct_sessions": ("sessions", "escalations"),
        "fct_messages": ("messages",),
        "fct_threads": ("threads",),
        "fct_cases": ("cases",),
        "fct_handoffs": ("handoffs",),
        "int_survey_answers": ("survey_answers",),
        "fct_survey_texts": ("survey_texts",),
        "fct_survey_invitations": ("survey_invitations",),
        "fct_customer_periods": ("customer_periods",),
        "fct_orders": ("orders",),
        "fct_renewals": ("renewals",),
        "fct_customer_conversions": ("conversions",),
        "fct_contact_costs": ("contact_costs",),
        "fct_task_attempts": ("task_attempts",),
        "fct_web_sessions": ("web_sessions",),
        "fct_customer_onboardings": ("customer_onboardings",),
        "fct_marketing_sends": ("marketing_sends",),
        "fct_leads": ("leads",),
        "fct_opportunities": ("opportunities",),
    }
    catalogue = pd.read_csv(SCORING / "metric_catalogue.csv").set_index("metric_id")
    is_ranked = catalogue["estimator"].isin(["median", "kaplan_meier_median"])
    for source, names in sources.items():
        lines = {line for name in names for line in _metric_lines(name)}
        assert lines == set(catalogue.index[(catalogue["data_source"] == source) & ~is_ranked]), source
    assert _metric_lines("latencies") == set(catalogue.index[is_ranked])


def _metric_lines(name: str) -> set[str]:
    """The metrics of a kind of record, as the macros name them."""
    if name == "latencies":
        return set(_latency_lines())
    kinds = re.split(r"\n        '(\w+)': [{]", (STATISTICS / "metric_lines.sql").read_text())
    return set(re.findall(r"[(]\s*'(\w+)',", dict(zip(kinds[1::2], kinds[2::2], strict=True))[name]))


def _latency_lines() -> dict[str, str]:
    """Each latency metric with the column that it is read from."""
    return dict(re.findall(r"[(]\s*'(\w+)',\s*'(\w+)',", (STATISTICS / "latency_lines.sql").read_text()))


def test_the_metric_dictionary_is_up_to_date() -> None:
    assert metric_dictionary.main(["--check"]) == 0


def test_a_page_out_of_date_is_refused_and_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "docs" / "metric-dictionary.md"
    stale.parent.mkdir()
    stale.write_text("old")
    monkeypatch.setattr(metric_dictionary, "PROJECT_DIR", tmp_path)
    monkeypatch.setattr(metric_dictionary, "PAGE", stale)
    assert metric_dictionary.main(["--check"]) == 1
    assert stale.read_text() == "old"
    assert metric_dictionary.main([]) == 0
    assert metric_dictionary.main(["--check"]) == 0


@pytest.mark.parametrize("percentile", [50, 75, 90, 95])
def test_order_statistic_ranks_are_those_of_the_binomial(percentile: int) -> None:
    """The lower rank is the highest that is above the percentile with at most 2.5 %, the upper the lowest below it."""
    share = percentile / 100
    for row in pd.read_csv(SCORING / "order_statistic_ranks.csv").to_dict("records"):
        n = int(row["n"])
        below = [rank for rank in range(1, n + 1) if stats.binom.cdf(rank - 1, n, share) <= 0.025]
        above = [rank for rank in range(1, n + 1) if stats.binom.sf(rank - 1, n, share) <= 0.025]
        for expected, column in ((below[-1:], "lower"), (above[:1], "upper")):
            found = row[f"{column}_{percentile}"]
            assert ([] if pd.isna(found) else [int(found)]) == expected, (n, column)


def test_acknowledgment_usefulness_and_resolution_are_separate_latencies() -> None:
    """None may be averaged into another: each latency is a row of its own, read from one column, none in the index."""
    catalogue = pd.read_csv(SCORING / "metric_catalogue.csv").set_index("metric_id")
    latencies = catalogue[catalogue["unit"] == "seconds"]
    first, last = latencies.loc["first_response_time"], latencies.loc["resolution_time"]
    assert first["numerator"] != last["numerator"]
    assert not latencies["is_in_index"].any()
    columns = _latency_lines()
    assert set(columns) == set(latencies.index) - {"handle_time_mean"}
    assert len(set(columns.values())) == len(columns), "two metrics read the same latency"
