"""The index, its interval and its changes against a second computation from single observations, in numpy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import duckdb
import numpy as np
import pandas as pd
import pytest
import scoring_build
from scipy import stats

GROUPS = 20
MINIMUM_CUSTOMERS = 10
MINIMUM_METRICS = 2
MINIMUM_COVERAGE = 0.6
WEIGHTS = {"experience": 0.30, "behaviour": 0.30, "business": 0.25, "qualitative": 0.15}
# metric: dimension, minimum n, multiplier, floor, target
INDEX_METRICS = {
    "csat_rate": ("experience", 30, 1, 0.0, 1.0),
    "nps": ("experience", 50, 100, -100.0, 100.0),
    "customer_effort_rate": ("experience", 30, 1, 0.0, 1.0),
    "confidence_rate": ("experience", 30, 1, 0.0, 1.0),
    "first_response_on_time_rate": ("behaviour", 30, 1, 0.0, 1.0),
    "useful_response_on_time_rate": ("behaviour", 30, 1, 0.0, 1.0),
    "no_repeat_contact_7d_rate": ("behaviour", 30, 1, 0.5, 1.0),
    "conversion_rate": ("business", 30, 1, 0.0, 1.0),
    "evaluation_rate": ("business", 30, 1, 0.0, 1.0),
    "trial_to_paid_rate": ("business", 30, 1, 0.0, 1.0),
    "checkout_to_paid_rate": ("business", 30, 1, 0.0, 1.0),
    "retention_rate": ("business", 30, 1, 0.8, 1.0),
    "renewal_rate": ("business", 30, 1, 0.8, 1.0),
    "repeat_purchase_rate": ("business", 30, 1, 0.0, 0.6),
    "non_refund_rate": ("business", 30, 1, 0.8, 1.0),
    "expansion_rate": ("business", 30, 1, 0.0, 0.15),
    "felt_understood_rate": ("qualitative", 30, 1, 0.0, 1.0),
    "non_complaint_rate": ("qualitative", 30, 1, 0.8, 1.0),
    "positive_open_text_rate": ("qualitative", 30, 1, 0.0, 1.0),
    "task_success_rate": ("experience", 30, 1, 0.0, 1.0),
    "form_completion_rate": ("behaviour", 30, 1, 0.0, 1.0),
    "task_without_backtrack_rate": ("behaviour", 30, 1, 0.5, 1.0),
    "self_serve_resolution_rate": ("behaviour", 30, 1, 0.5, 1.0),
    "time_to_first_value_on_time_rate": ("behaviour", 30, 1, 0.0, 1.0),
    "qualified_lead_rate": ("business", 30, 1, 0.0, 1.0),
    "qualified_opportunity_rate": ("business", 30, 1, 0.0, 1.0),
}
# Metrics that are used in some stages only.
USED_IN = {
    "qualified_lead_rate": {"awareness", "consideration"},
    "qualified_opportunity_rate": {"awareness", "consideration"},
}
TOLERANCE = 1e-9
WEEKLY_HISTORY = pd.Timedelta(weeks=26)

Cell = tuple[str, str]  # stage, segment
Period = tuple[str, pd.Timestamp]  # grain, first day


@dataclass
class StageIndex:
    """One published stage: scores by metric, for the whole sample (first) and without each group (the next 20)."""

    scores: dict[str, np.ndarray]
    customers: np.ndarray

    def shares(self, only: set[str] | None = None) -> dict[str, float]:
        """Weight of each metric, among the dimensions given (all by default); sums to 1."""
        by_dimension: dict[str, list[str]] = {}
        for metric in self.scores:
            by_dimension.setdefault(INDEX_METRICS[metric][0], []).append(metric)
        kept = {dimension: metrics for dimension, metrics in by_dimension.items() if only is None or dimension in only}
        total = sum(WEIGHTS[dimension] for dimension in kept)
        return {
            metric: WEIGHTS[dimension] / total / len(metrics)
            for dimension, metrics in kept.items()
            for metric in metrics
        }

    @property
    def dimensions(self) -> set[str]:
        return {INDEX_METRICS[metric][0] for metric in self.scores}

    def index(self, only: set[str] | None = None) -> np.ndarray:
        weighted = [weight * self.scores[metric] for metric, weight in self.shares(only).items()]
        return np.asarray(np.sum(weighted, axis=0))


def period_of(days: pd.Series, grain: str) -> pd.DataFrame:
    code = {"week": "W-SUN", "month": "M", "quarter": "Q"}[grain]
    periods = days.dt.to_period(code)
    return pd.DataFrame({"period_start": periods.dt.start_time, "period_end": (periods + 1).dt.start_time})


def observations_of(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every observation with the group of its customer, repeated for the roll-up of segments and each period grain."""
    single = connection.sql("select * from intermediate.int_metric_observations").df()
    used_in = single["metric_id"].map(USED_IN)
    is_used = [
        not isinstance(stages, set) or stage in stages
        for stages, stage in zip(used_in, single["journey_stage"], strict=True)
    ]
    single = single[is_used].reset_index(drop=True)
    single["group"] = [
        int(hashlib.md5(customer.encode()).hexdigest()[:8], 16) % GROUPS for customer in single["customer_id"]
    ]
    single["observed_on"] = pd.to_datetime(single["observed_on"])
    by_segment = pd.concat([single, single.assign(segment="all")], ignore_index=True)
    by_grain: list[pd.DataFrame] = []
    for grain in ("week", "month", "quarter"):
        dated = by_segment.join(period_of(by_segment["observed_on"], grain)).assign(period_grain=grain)
        since = (scoring_build.AS_OF - WEEKLY_HISTORY).normalize() if grain == "week" else pd.Timestamp.min
        has_ended = dated["period_end"] <= scoring_build.AS_OF.normalize()
        by_grain.append(dated[has_ended & (dated["period_start"] >= since)])
    rolled: pd.DataFrame = pd.concat(by_grain, ignore_index=True)
    return rolled


def group_sums(rows: pd.DataFrame, column: str) -> np.ndarray:
    return np.bincount(rows["group"].to_numpy(), weights=rows[column].to_numpy(), minlength=GROUPS)


def leave_out(sums: np.ndarray) -> np.ndarray:
    """The total, then the total without each group."""
    return np.concatenate([[sums.sum()], sums.sum() - sums])


def stage_index(rows: pd.DataFrame) -> StageIndex | None:
    """The index of one stage, segment and period, or None where the rules do not allow one."""
    scores: dict[str, np.ndarray] = {}
    for metric, (_, minimum_n, multiplier, floor, target) in INDEX_METRICS.items():
        own = rows[rows["metric_id"] == metric]
        if len(own) < minimum_n or own["customer_id"].nunique() < MINIMUM_CUSTOMERS:
            continue
        value = multiplier * leave_out(group_sums(own, "numerator")) / leave_out(group_sums(own, "denominator"))
        scores[metric] = 100 * np.clip((value - floor) / (target - floor), 0, 1)
    counts = pd.Series([INDEX_METRICS[metric][0] for metric in scores], dtype="object").value_counts()
    present = set(counts[counts >= MINIMUM_METRICS].index)
    coverage = sum(WEIGHTS[dimension] for dimension in present)
    if len(present) < 2 or coverage < MINIMUM_COVERAGE or not present & {"experience", "behaviour"}:
        return None
    customers = rows.drop_duplicates("customer_id").assign(one=1)
    return StageIndex(
        scores={metric: values for metric, values in scores.items() if INDEX_METRICS[metric][0] in present},
        customers=leave_out(group_sums(customers, "one")),
    )


def margin(replicates: np.ndarray) -> float:
    """Half width of the 95 % interval of a delete-a-group jackknife; replicates[0] is the whole sample."""
    variance = (GROUPS - 1) / GROUPS * np.sum((replicates[1:] - replicates[0]) ** 2)
    return float(stats.t.ppf(0.975, GROUPS - 1) * np.sqrt(variance))


@pytest.fixture(scope="module")
def connection(scored: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(scored), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def stages(connection: duckdb.DuckDBPyConnection) -> dict[tuple[Period, Cell], StageIndex]:
    found = {}
    keys = ["period_grain", "period_start", "journey_stage", "segment"]
    for key, rows in observations_of(connection).groupby(keys):
        grain, start, stage, segment = cast("tuple[str, pd.Timestamp, str, str]", key)
        computed = stage_index(rows)
        if computed is not None:
            found[(grain, start), (stage, segment)] = computed
    return found


@pytest.fixture(scope="module")
def published(connection: duckdb.DuckDBPyConnection) -> dict[tuple[Period, Cell], pd.Series]:
    frame = connection.sql("select * from marts.empathy_index where empathy_index is not null").df()
    return {
        ((row["period_grain"], row["period_start"]), (row["journey_stage"], row["segment"])): row
        for _, row in frame.iterrows()
    }


def top_lines(stages: dict[tuple[Period, Cell], StageIndex]) -> dict[tuple[Period, str], list[tuple[str, StageIndex]]]:
    """Published stages by period and segment."""
    found: dict[tuple[Period, str], list[tuple[str, StageIndex]]] = {}
    for (period, (stage, segment)), index in stages.items():
        found.setdefault((period, segment), []).append((stage, index))
    return found


def test_the_fixture_has_published_and_hidden_stages(
    connection: duckdb.DuckDBPyConnection, stages: dict[tuple[Period, Cell], StageIndex]
) -> None:
    hidden = connection.sql(
        "select count(*) from marts.empathy_index where is_suppressed and suppression_reason is not null"
    ).fetchall()
    assert len(stages) >= 20
    assert hidden[0][0] >= 20
    assert len({stage for _, (stage, _) in stages}) >= 4
    assert set().union(*(index.dimensions for index in stages.values())) == set(WEIGHTS)


def test_each_stage_has_the_index_and_interval_of_a_second_computation(
    stages: dict[tuple[Period, Cell], StageIndex], published: dict[tuple[Period, Cell], pd.Series]
) -> None:
    assert {key for key in published if key[1][0] != "all"} == set(stages)
    for key, expected in stages.items():
        replicates = expected.index()
        row = published[key]
        assert row["empathy_index"] == pytest.approx(replicates[0], abs=TOLERANCE), key
        # The quantile of the seed has six decimals.
        half = (row["ci_high"] - row["ci_low"]) / 2
        assert half == pytest.approx(margin(replicates), abs=1e-5), key
        assert half / 2.093024 == pytest.approx(margin(replicates) / stats.t.ppf(0.975, GROUPS - 1), abs=TOLERANCE), key
        assert row["customer_count"] == expected.customers[0], key


def test_the_top_line_weighs_the_stages_by_their_customers(
    stages: dict[tuple[Period, Cell], StageIndex], published: dict[tuple[Period, Cell], pd.Series]
) -> None:
    lines = top_lines(stages)
    assert {(period, ("all", segment)) for period, segment in lines} == {key for key in published if key[1][0] == "all"}
    for (period, segment), members in lines.items():
        customers = np.array([index.customers for _, index in members])
        replicates = np.sum(customers * np.array([index.index() for _, index in members]), axis=0) / customers.sum(
            axis=0
        )
        row = published[period, ("all", segment)]
        assert row["empathy_index"] == pytest.approx(replicates[0], abs=TOLERANCE)
        assert (row["ci_high"] - row["ci_low"]) / 2 == pytest.approx(margin(replicates), abs=1e-5)
        named = [index.index()[0] for stage, index in members if stage != "unknown"]
        assert row["empathy_index_equal_weighted"] == pytest.approx(np.mean(named), abs=TOLERANCE, nan_ok=True)
        assert row["published_stage_count"] == len(members)


def test_changes_are_those_of_the_stages_and_dimensions_in_common(
    stages: dict[tuple[Period, Cell], StageIndex], published: dict[tuple[Period, Cell], pd.Series]
) -> None:
    code = {"week": "W-SUN", "month": "M", "quarter": "Q"}
    compared = 0
    for (period, segment), members in top_lines(stages).items():
        before: Period = (period[0], (period[1].to_period(code[period[0]]) - 1).start_time)
        sides = []
        for stage, index in members:
            row = published[period, (stage, segment)]
            earlier = stages.get((before, (stage, segment)))
            if earlier is None:
                assert np.isnan(row["change"])
                continue
            common = index.dimensions & earlier.dimensions
            now, then = index.index(common)[0], earlier.index(common)[0]
            assert row["change"] == pytest.approx(now - then, abs=TOLERANCE)
            sides.append((now, index.customers[0], then, earlier.customers[0]))
        change = published[period, ("all", segment)]["change"]
        if sides:
            now, now_customers, then, then_customers = np.array(sides).T
            expected = np.average(now, weights=now_customers) - np.average(then, weights=then_customers)
            assert change == pytest.approx(expected, abs=TOLERANCE)
            compared += 1
        else:
            assert np.isnan(change)
    assert compared >= 5


def test_contributions_sum_to_the_index_and_to_its_change(connection: duckdb.DuckDBPyConnection) -> None:
    sums = connection.sql(
        """
        select
            i.empathy_index - sum(c.contribution) as index_gap,
            i.change - sum(c.change_contribution) as change_gap,
            i.change is null as has_no_change,
            sum(c.weight) - 1 as weight_gap,
            max(abs(c.weight * coalesce(c.score, 0) - c.contribution)) as product_gap
        from marts.empathy_index as i
        inner join marts.empathy_index_contributions as c using (journey_stage, segment, period_grain, period_start)
        group by i.journey_stage, i.segment, i.period_grain, i.period_start, i.empathy_index, i.change
        """
    ).df()
    assert len(sums) >= 30
    assert sums[["index_gap", "weight_gap", "product_gap"]].abs().to_numpy().max() < TOLERANCE
    assert sums.loc[~sums["has_no_change"], "change_gap"].abs().max() < TOLERANCE


def test_the_order_of_rows_and_the_number_of_threads_do_not_move_a_digit(scored: Path, tmp_path: Path) -> None:
    other = tmp_path / "warehouse.duckdb"
    facts = scoring_build.synthetic_facts(session_count=3000, seed=7)
    scoring_build.write_warehouse(other, facts, shuffle_seed=1)
    scoring_build.score(other, threads=1, target=scored.parent / "target")
    tables = [
        "fct_metric_values",
        "latency_distribution",
        "journey_stage_scorecard",
        "empathy_index",
        "empathy_index_contributions",
        "empathy_index_presets",
        "dim_metrics",
        "fct_metric_components",
        "support_scorecard",
        "metric_triplets_by_stage",
        "metric_trade_offs",
        "metric_values_by_cut",
        "metric_variance",
    ]
    with duckdb.connect() as both:
        both.execute(f"attach '{scored}' as one (read_only)")
        both.execute(f"attach '{other}' as two (read_only)")
        for table in tables:
            rows = both.sql(f"select count(*) from one.marts.{table}").fetchall()[0][0]
            different = both.sql(
                f"select count(*) from (select * from one.marts.{table} except select * from two.marts.{table})"
            ).fetchall()[0][0]
            assert rows > 0
            assert different == 0, table
