"""Properties of the index that hold for any input, and how often its interval holds the truth: the models' own SQL."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_sql import FROM_COMPONENTS, FROM_OBSERVATIONS, FROM_SCORES, IndexSql, goalposts, metrics

TOLERANCE = 1e-9
MAY, JUNE = pd.Timestamp("2026-05-01"), pd.Timestamp("2026-06-01")
DIMENSIONS = ("experience", "behaviour", "business", "qualitative")
WEIGHTS = dict(zip(DIMENSIONS, (0.30, 0.30, 0.25, 0.15), strict=True))
METRICS = {f"{dimension}_{number}": dimension for dimension in DIMENSIONS for number in (1, 2, 3)}
# Metrics that sessions have columns for, as what the simulation draws.
OF_SESSIONS = {
    "experience_1": "resolution_rate",
    "experience_2": "closing_check_rate",
    "behaviour_1": "empathy_prompt_rate",
    "behaviour_2": "transparency_rate",
    "business_1": "intent_coverage_rate",
    "business_2": "non_complaint_rate",
}
CELL = {"segment": "all", "period_grain": "month"}


@pytest.fixture(scope="module")
def index_sql(scored: Path) -> IndexSql:
    sql = IndexSql(scored)
    sql.write(
        {
            "marts.dim_metrics": metrics(METRICS | {OF_SESSIONS[name]: METRICS[name] for name in OF_SESSIONS}),
            "scoring.goalposts": goalposts(dict.fromkeys(METRICS, (0.0, 1.0))),
            "intermediate.int_as_of": pd.DataFrame({"as_of_at": [pd.Timestamp("2026-07-02")]}),
            "intermediate.int_reporting_periods": pd.DataFrame(
                [
                    {
                        "period_grain": "month",
                        "observed_on": start,
                        "period_start": start,
                        "previous_period_start": before,
                    }
                    for start, before in ((MAY, pd.Timestamp("2026-04-01")), (JUNE, MAY))
                ]
            ),
        }
    )
    return sql


def score_rows(
    stage: str, start: pd.Timestamp, scores: dict[str, float], replicate: int = 0
) -> list[dict[str, object]]:
    return [
        {
            "metric_id": metric,
            "dimension": METRICS[metric],
            "journey_stage": stage,
            "goalpost_version": "1",
            "replicate": replicate,
            "score": score,
            "period_start": start,
            **CELL,
        }
        for metric, score in scores.items()
    ]


def run_scores(
    sql: IndexSql, cells: dict[tuple[str, pd.Timestamp], tuple[dict[str, float], int]], weights: pd.DataFrame
) -> None:
    """Build the index from scores and customer counts by stage and period."""
    sql.write(
        {
            "intermediate.int_metric_scores": pd.DataFrame(
                [row for (stage, start), (scores, _) in cells.items() for row in score_rows(stage, start, scores)]
            ),
            "intermediate.int_observed_customers": pd.DataFrame(
                [
                    {
                        "journey_stage": stage,
                        "period_start": start,
                        "jackknife_group": 0,
                        "customer_count": count,
                        **CELL,
                    }
                    for (stage, start), (_, count) in cells.items()
                ]
            ),
            "intermediate.int_metric_weights": weights,
        }
    )
    sql.run(FROM_SCORES)


def weight_rows(relative: dict[str, float], stages: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"preset": "default", "metric_id": metric, "journey_stage": stage, "segment": "all", "weight": weight}
            for metric, weight in relative.items()
            for stage in stages
        ]
    )


STAGES = ("onboarding", "retention")
SOME_SCORES = st.dictionaries(st.sampled_from(sorted(METRICS)), st.floats(0, 100), min_size=1)
SOME_CELLS = st.fixed_dictionaries(
    {},
    optional={
        (stage, start): st.tuples(SOME_SCORES, st.integers(1, 5000)) for stage in STAGES for start in (MAY, JUNE)
    },
).filter(bool)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    cells=SOME_CELLS, relative=st.fixed_dictionaries({metric: st.sampled_from([0.5, 1, 2, 4]) for metric in METRICS})
)
def test_contributions_sum_to_the_index_and_changes_to_the_change(
    index_sql: IndexSql,
    cells: dict[tuple[str, pd.Timestamp], tuple[dict[str, float], int]],
    relative: dict[str, float],
) -> None:
    """Whatever is measured in either period, with whatever weights; the index itself is computed again in Python."""
    run_scores(index_sql, cells, weight_rows(relative, STAGES))
    found = index_sql.rows("select * from marts.empathy_index")
    parts = index_sql.rows(
        "select journey_stage, period_start, sum(contribution) as level, sum(change_contribution) as change, "
        "sum(weight) as weight from marts.empathy_index_contributions group by journey_stage, period_start"
    )
    expected = {key: expected_index(scores, relative) for key, (scores, _) in cells.items()}
    for _, row in found[found["journey_stage"] != "all"].iterrows():
        index = expected[row["journey_stage"], row["period_start"]]
        assert row["is_suppressed"] == (index is None)
        if index is not None:
            assert row["empathy_index"] == pytest.approx(index, abs=TOLERANCE)
    joined = found.merge(parts, on=["journey_stage", "period_start"], how="left", suffixes=("", "_sum"))
    published = joined[~joined["is_suppressed"]]
    assert (published["empathy_index"] - published["level"]).abs().max() < TOLERANCE or published.empty
    assert (published["weight"] - 1).abs().max() < TOLERANCE or published.empty
    assert joined["change"].isna().equals(joined["change_sum"].isna())
    changed = joined[joined["change"].notna()]
    assert (changed["change"] - changed["change_sum"]).abs().max() < TOLERANCE or changed.empty
    # The change of a stage is told on the dimensions that both periods have.
    for stage in STAGES:
        if expected.get((stage, JUNE)) is None or expected.get((stage, MAY)) is None:
            continue
        now, then = cells[stage, JUNE][0], cells[stage, MAY][0]
        common = present(now) & present(then)
        row = found[(found["journey_stage"] == stage) & (found["period_start"] == JUNE)].iloc[0]
        if common:
            difference = weighted_mean(now, relative, common) - weighted_mean(then, relative, common)
            assert row["change"] == pytest.approx(difference, abs=TOLERANCE)
        else:
            assert np.isnan(row["change"])


def present(scores: dict[str, float]) -> set[str]:
    """Dimensions with at least two metrics."""
    counts = pd.Series([METRICS[metric] for metric in scores]).value_counts()
    return set(counts.index[counts >= 2])


def expected_index(scores: dict[str, float], relative: dict[str, float]) -> float | None:
    """The weighted mean of the dimensions present, or None where they are too few."""
    dimensions = present(scores)
    coverage = sum(WEIGHTS[dimension] for dimension in dimensions)
    if len(dimensions) < 2 or coverage < 0.6 - 1e-9 or not dimensions & {"experience", "behaviour"}:
        return None
    return weighted_mean(scores, relative, dimensions)


def weighted_mean(scores: dict[str, float], relative: dict[str, float], dimensions: set[str]) -> float:
    """Scores of these dimensions, weighed by the published weights and within each by the relative ones."""
    total = 0.0
    for dimension in dimensions:
        own = {metric: score for metric, score in scores.items() if METRICS[metric] == dimension}
        weights = [relative[metric] for metric in own]
        total += WEIGHTS[dimension] * float(np.average(list(own.values()), weights=weights))
    return total / sum(WEIGHTS[dimension] for dimension in dimensions)


def pairs(**scores: float) -> dict[str, float]:
    """Two metrics for each dimension, so that it counts as measured."""
    return {f"{dimension}_{number}": score for dimension, score in scores.items() for number in (1, 2)}


def test_the_published_weights_give_the_hand_computed_indices(index_sql: IndexSql) -> None:
    """30, 30, 25 and 15 per cent (the published model). 80, 60, 70, 50: 24 + 18 + 17.5 + 7.5 = 67.0. Without the
    qualitative dimension (24 + 18 + 17.5) / 0.85 = 70.0. Experience and business alone would be 41.5 / 0.55 = 75.45,
    but 55 % of the weights are too few: the parts are shown, the index is not."""
    full = pairs(experience=80, behaviour=60, business=70, qualitative=50)
    cells = {
        ("awareness", JUNE): (full, 10),
        ("onboarding", JUNE): ({name: score for name, score in full.items() if METRICS[name] != "qualitative"}, 10),
        ("retention", JUNE): (pairs(experience=80, business=70), 10),
    }
    run_scores(index_sql, cells, weight_rows(dict.fromkeys(METRICS, 1.0), ("awareness", "onboarding", "retention")))
    found = index_sql.rows("select * from marts.empathy_index").set_index("journey_stage")
    assert found.loc["awareness", "empathy_index"] == pytest.approx(67.0, abs=TOLERANCE)
    assert found.loc["onboarding", "empathy_index"] == pytest.approx(70.0, abs=TOLERANCE)
    assert found.loc["onboarding", "coverage"] == pytest.approx(0.85)
    assert np.isnan(found.loc["retention", "empathy_index"])
    assert found.loc["retention", "coverage"] == pytest.approx(0.55)
    shown = found.loc["retention"]
    unpublished = (0.30 * shown["experience_score"] + 0.25 * shown["business_score"]) / shown["coverage"]
    assert unpublished == pytest.approx(75.45, abs=0.005)
    assert "coverage 0.55 is below 0.60" in shown["suppression_reason"]


def test_dropping_the_survey_source_lowers_coverage_never_the_meaning_of_the_score(index_sql: IndexSql) -> None:
    """Without surveys the experience dimension is not measured: the others keep their scores, the coverage falls from
    0.85 to 0.55, and there is no index rather than a lower one. With the qualitative one beside them it is 0.70, and
    the index is that of what is measured: (18 + 17.5 + 7.5) / 0.70 = 61.43, not 43 of 100."""
    before = pairs(experience=80, behaviour=60, business=70)
    after = pairs(behaviour=60, business=70)
    with_text = pairs(behaviour=60, business=70, qualitative=50)
    cells = {("onboarding", MAY): (before, 10), ("onboarding", JUNE): (after, 10), ("retention", JUNE): (with_text, 10)}
    run_scores(index_sql, cells, weight_rows(dict.fromkeys(METRICS, 1.0), STAGES))
    found = index_sql.rows("select * from marts.empathy_index").set_index(["journey_stage", "period_start"])
    dropped = found.loc[("onboarding", JUNE)]
    assert found.loc[("onboarding", MAY), "coverage"] == pytest.approx(0.85)
    assert dropped["coverage"] == pytest.approx(0.55)
    assert np.isnan(dropped["experience_score"]) and np.isnan(dropped["empathy_index"])
    assert (dropped["behaviour_score"], dropped["business_score"]) == (pytest.approx(60), pytest.approx(70))
    assert "experience" in dropped["suppression_reason"]
    assert found.loc[("retention", JUNE), "empathy_index"] == pytest.approx(43 / 0.70, abs=TOLERANCE)
    assert found.loc[("retention", JUNE), "coverage"] == pytest.approx(0.70)


# How often the interval holds the truth ------------------------------------------------------------------------------

DRAWS = 500
CUSTOMERS = 150
RATES = {
    "experience_1": 0.78,
    "experience_2": 0.62,
    "behaviour_1": 0.85,
    "behaviour_2": 0.7,
    "business_1": 0.4,
    "business_2": 0.9,
}
FLOORS = {"behaviour_2": 0.5}


def simulated_observations(rng: np.random.Generator) -> pd.DataFrame:
    """500 draws from one population, each a segment: customers differ, have one to five records of a metric, and not
    every customer has every metric. The records of one customer are alike (beta with a spread of its own)."""
    frames = []
    for metric, rate in RATES.items():
        draw = np.repeat(np.arange(DRAWS), CUSTOMERS)
        customer = np.tile(np.arange(CUSTOMERS), DRAWS)
        seen = rng.random(len(draw)) < 0.8
        draw, customer = draw[seen], customer[seen]
        own_rate = rng.beta(4 * rate, 4 * (1 - rate), len(draw))
        records = rng.integers(1, 6, len(draw))
        name = np.char.add(np.char.add(draw.astype(str), "-"), customer.astype(str))
        frames.append(
            pd.DataFrame(
                {
                    "customer_id": np.repeat(name, records),
                    "segment": np.repeat(np.char.add("draw ", draw.astype(str)), records),
                    OF_SESSIONS[metric]: rng.random(records.sum()) < np.repeat(own_rate, records),
                }
            ).astype({OF_SESSIONS[metric]: int})
        )
    whole = pd.concat(frames, ignore_index=True)
    return whole.assign(record_id=whole.index.astype(str), journey_stage="retention", observed_on=JUNE)


def test_the_interval_of_the_index_holds_the_truth_as_often_as_it_says(index_sql: IndexSql) -> None:
    """500 draws from a population whose index is known: each metric's expected ratio is its rate, a score is linear
    between floor and target, the index their weighted mean. The 95 % interval must hold it in 92 to 98 of 100 draws
    (five binomial standard errors of 500 draws are 4.9 points)."""
    sql = index_sql
    sql.write(
        {
            "intermediate.int_metric_observations__sessions": simulated_observations(np.random.default_rng(20260101)),
            "scoring.goalposts": goalposts({OF_SESSIONS[metric]: (FLOORS.get(metric, 0.0), 1.0) for metric in RATES}),
        }
    )
    sql.run(FROM_OBSERVATIONS | FROM_COMPONENTS | FROM_SCORES)
    score = {
        metric: 100 * (rate - FLOORS.get(metric, 0)) / (1 - FLOORS.get(metric, 0)) for metric, rate in RATES.items()
    }
    truth = expected_index(score, dict.fromkeys(METRICS, 1.0))
    found = sql.rows(
        "select * from marts.empathy_index "
        "where journey_stage = 'retention' and segment <> 'all' and period_grain = 'month'"
    )
    assert len(found) == DRAWS
    assert found["empathy_index"].mean() == pytest.approx(truth, abs=0.3)
    holds = ((found["ci_low"] <= truth) & (truth <= found["ci_high"])).mean()
    assert 0.92 <= holds <= 0.98
    # The stated width is that of the draws: the mean variance is their variance, within a tenth.
    stated = ((found["ci_high"] - found["ci_low"]) / 2 / 2.093024) ** 2
    assert stated.mean() == pytest.approx(found["empathy_index"].var(), rel=0.2)


def test_a_customer_of_two_stages_is_one_of_the_roll_up_squared_after_adding(index_sql: IndexSql) -> None:
    """One customer: an hour in onboarding (1 record), 2 and 3 in retention. Together 6 of 3: 36, 18 and 9; by stage
    1, 1, 1 and 25, 10, 4. By hand."""
    sql = index_sql
    rows = [("onboarding", 1.0), ("retention", 2.0), ("retention", 3.0)]
    sql.write(
        {
            "marts.dim_metrics": metrics({"handle_time_mean": "business"}, estimator="mean"),
            "intermediate.int_metric_observations__sessions": pd.DataFrame(
                [
                    {
                        "record_id": str(number),
                        "customer_id": "anna",
                        "journey_stage": stage,
                        "segment": "smb",
                        "handle_time_mean_numerator": hours,
                        "handle_time_mean_denominator": 1,
                        "observed_on": JUNE,
                    }
                    for number, (stage, hours) in enumerate(rows)
                ]
            ),
        }
    )
    sql.run(FROM_OBSERVATIONS)
    found = sql.rows("select * from intermediate.int_metric_customers").set_index(["journey_stage", "segment"])
    expected = {"onboarding": [1, 1, 1, 1], "retention": [1, 25, 10, 4], "all": [1, 36, 18, 9]}
    columns = ["customer_count", "customer_numerator_squares", "customer_products", "customer_denominator_squares"]
    for stage, figures in expected.items():
        for segment in ("smb", "all"):
            assert list(found.loc[(stage, segment), columns]) == figures
    assert len(found) == 6
    sums = sql.rows("select * from intermediate.int_metric_components").set_index(["journey_stage", "segment"])
    assert list(sums.loc[("all", "all"), ["numerator", "denominator", "numerator_squares"]]) == [6, 3, 14]
