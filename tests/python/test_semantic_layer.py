"""MetricFlow's answers against the metric values of the same build; its definitions against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pandas as pd
import pytest
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from orchestration import semantic_layer

TOLERANCE = 1e-9
MONTH, STAGE, SEGMENT = "metric_time__month", "cell__journey_stage", "cell__segment"
ADDITIVE = [
    row["metric_id"]
    for row in semantic_layer.catalogue_in_force(semantic_layer.CATALOGUE)
    if semantic_layer.is_additive(row)
]


@pytest.fixture(scope="module")
def connection(scored: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(scored), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def engine(scored: Path) -> MetricFlowEngine:
    """MetricFlow over the semantic manifest that dbt wrote; the statements are run by the test, not by its client."""
    manifest = (scored.parent / "target" / "semantic_manifest.json").read_text(encoding="utf-8")
    client = SimpleNamespace(sql_engine_type=SqlEngine.DUCKDB, sql_plan_renderer=DuckDbSqlPlanRenderer())
    lookup = SemanticManifestLookup(parse_manifest_from_dbt_generated_manifest(manifest_json_string=manifest))
    return MetricFlowEngine(semantic_manifest_lookup=lookup, sql_client=cast(Any, client))


def answers(
    engine: MetricFlowEngine, connection: duckdb.DuckDBPyConnection, metrics: list[str], group_by: list[str]
) -> pd.DataFrame:
    """One row per metric, stage, segment and month with MetricFlow's value; what is not grouped by is 'all'."""
    request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
    frame = connection.sql(engine.explain(mf_request=request).sql_statement.sql).df()
    long = frame.melt(id_vars=group_by, value_vars=metrics, var_name="metric_id", value_name="answer")
    long = long.rename(columns={MONTH: "period_start", STAGE: "journey_stage", SEGMENT: "segment"})
    return long.assign(**{name: "all" for name in ("journey_stage", "segment") if name not in long.columns})


def test_metricflow_and_the_scorecard_give_the_same_values(
    engine: MetricFlowEngine, connection: duckdb.DuckDBPyConnection
) -> None:
    """Every value that is shown of every additive metric, by month, for each stage, segment and roll-up."""
    answered = pd.concat(
        answers(engine, connection, ADDITIVE, [MONTH, *more]) for more in ([], [STAGE], [SEGMENT], [STAGE, SEGMENT])
    )
    shown = connection.sql(
        "select metric_id, journey_stage, segment, period_start, value from marts.fct_metric_values "
        "inner join marts.dim_metrics using (metric_id) "
        "where period_grain = 'month' and not is_suppressed and estimator in ('proportion', 'net_promoter', 'mean')"
    ).df()
    keys = ["metric_id", "journey_stage", "segment", "period_start"]
    compared = shown.merge(answered, on=keys, how="left", validate="one_to_one")
    assert len(compared) > 1000
    assert set(compared["metric_id"]) > {"csat_rate", "nps", "severity_weighted_failure_rate", "handle_time_mean"}
    assert (compared["value"] - compared["answer"]).abs().max() < TOLERANCE
    assert compared["answer"].notna().all()


def test_a_metric_asked_alone_has_the_value_that_it_has_among_all(
    engine: MetricFlowEngine, connection: duckdb.DuckDBPyConnection
) -> None:
    alone = answers(engine, connection, ["nps"], [MONTH])
    among = answers(engine, connection, ADDITIVE, [MONTH])
    both = alone.merge(among, on=["metric_id", "journey_stage", "segment", "period_start"])
    assert len(both) >= 6
    assert both["answer_x"].equals(both["answer_y"])


def test_the_sums_of_a_quarter_are_those_of_its_days(connection: duckdb.DuckDBPyConnection) -> None:
    """Additive: days of fct_metric_components give numerator and denominator of fct_metric_values to the last digit."""
    gaps = connection.sql(
        """
        with sums as (
            select
                metric_id, sum(numerator) as numerator, sum(denominator) as denominator,
                cast(date_trunc('quarter', observed_on) as date) as period_start
            from marts.fct_metric_components
            group by metric_id, period_start
        )
        select v.numerator - s.numerator::double, v.denominator - s.denominator::double
        from marts.fct_metric_values as v
        inner join sums as s using (metric_id, period_start)
        where v.period_grain = 'quarter' and v.journey_stage = 'all' and v.segment = 'all' and not v.is_suppressed
        """
    ).fetchall()
    assert len(gaps) >= 50
    assert set(gaps) == {(0.0, 0.0)}


def test_the_calendar_holds_every_day_that_was_observed(connection: duckdb.DuckDBPyConnection) -> None:
    missing = connection.sql(
        "select observed_on from marts.fct_metric_components except select date_day from marts.dim_dates"
    ).fetchall()
    assert missing == []
    assert connection.sql("select count(*) from marts.dim_dates").fetchall()[0][0] >= 180


def test_the_definitions_are_those_of_the_catalogue() -> None:
    assert semantic_layer.main(["--check"]) == 0, "run `make docs`"


def test_definitions_out_of_date_are_refused_and_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "metrics.yml"
    stale.write_text("old")
    monkeypatch.setattr(semantic_layer, "PROJECT_DIR", tmp_path)
    monkeypatch.setattr(semantic_layer, "PAGE", stale)
    assert semantic_layer.main(["--check"]) == 1
    assert stale.read_text() == "old"
    assert semantic_layer.main([]) == 0
    assert semantic_layer.main(["--check"]) == 0


def test_a_median_is_no_metric_of_the_semantic_layer(tmp_path: Path) -> None:
    """Medians of parts say nothing about the median of the whole: the catalogue has them, MetricFlow has not."""
    header = "metric_id,metric_name,definition,dimension,direction,unit,estimator,value_multiplier,owner,minimum_n,"
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text(
        f"{header}numerator,denominator,valid_to\n"
        "wait,Wait,Median wait,diagnostic,lower_is_better,seconds,median,1,Ops,30,Seconds,Sessions,\n"
        "net,Net,Net of promoters,experience,higher_is_better,points,net_promoter,100,Ops,50,Net,Answers,\n"
        "old,Old,Gone,experience,higher_is_better,share,proportion,1,Ops,30,Good,All,2026-01-01\n"
    )
    text = semantic_layer.page(catalogue)
    assert "name: net\n" in text
    assert "100 * numerator" in text
    assert "wait" not in text
    assert "name: old\n" not in text
