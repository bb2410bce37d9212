"""Published metrics against a second count in plain Python straight from the raw files.

The second count (recomputation.py) follows the definitions in words and reads no model. Expected is equality: numerator
and denominator of every month and quarter that is shown, and the value to nine digits.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date
from fractions import Fraction

import duckdb
import pytest
from recomputation import METRICS, REFUND_WINDOW, Observation, Payment, Zone, period_of

from tests.python.pipeline import Workplace

GRAINS = ("month", "quarter")
# Places on a scale and amounts in euros are stored with six decimals, so their sums may differ in the last of them.
ROUNDED = {"csat_mean", "customer_effort_mean", "average_order_value"}
BY_SEGMENT = (
    "nps",
    "confidence_rate",
    "trust_rate",
    "task_success_rate",
    "form_completion_rate",
    "bounce_rate",
    "renewal_rate",
    "retention_rate",
    "repeat_purchase_rate",
    "click_through_rate",
)
MULTIPLIER = {"nps": 100}

Cell = tuple[str, str, date]
Sums = dict[Cell, tuple[Fraction, Fraction]]


@pytest.fixture(scope="module")
def zone(workplace: Workplace, marts: duckdb.DuckDBPyConnection) -> Zone:
    """The raw files as they stood in the run, with the moment that the run took for now."""
    with duckdb.connect(str(workplace.warehouse), read_only=True) as warehouse:
        row = warehouse.execute("select as_of_at from intermediate.int_as_of").fetchone()
    assert row
    return Zone(workplace.raw_dir, row[0])


def sums(observations: list[Observation], by_segment: bool = False) -> Sums:
    """Numerator and denominator by segment, grain and period."""
    found: dict[Cell, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for observation in observations:
        segment = (observation.segment or "unknown") if by_segment else "all"
        for grain in GRAINS:
            cell = found[segment, grain, period_of(observation.at, grain)]
            cell[0] += observation.numerator
            cell[1] += observation.denominator
    return {cell: (numerator, denominator) for cell, (numerator, denominator) in found.items()}


def published(
    marts: duckdb.DuckDBPyConnection, metric: str, cells: str, stage: str = "all"
) -> list[tuple[Cell, float, float, float]]:
    """Cells that are shown: numerator, denominator and value; cells: a condition on the segment."""
    rows = marts.execute(
        "select segment, period_grain, period_start, numerator, denominator, value from marts.fct_metric_values "
        f"where metric_id = ? and journey_stage = ? and {cells} and value is not null "
        "and period_grain in ('month', 'quarter') order by all",
        [metric, stage],
    ).fetchall()
    return [((segment, grain, start), *figures) for segment, grain, start, *figures in rows]


def assert_equal(metric: str, shown: list[tuple[Cell, float, float, float]], counted: Sums) -> None:
    """Every shown cell has the numerator, denominator and value of the second count."""
    tolerance = 1e-3 if metric in ROUNDED else 0
    assert shown, f"No cell of {metric} is shown."
    for cell, numerator, denominator, value in shown:
        own_numerator, own_denominator = counted.get(cell, (Fraction(0), Fraction(0)))
        assert denominator == float(own_denominator), cell
        assert numerator == pytest.approx(float(own_numerator), abs=tolerance), cell
        own_value = float(own_numerator / own_denominator) * MULTIPLIER.get(metric, 1)
        assert value == pytest.approx(own_value, abs=1e-5 if metric in ROUNDED else 1e-9), cell


@pytest.mark.parametrize("metric", METRICS)
def test_a_metric_counted_again_from_the_raw_files_is_the_published_one(
    metric: str, zone: Zone, marts: duckdb.DuckDBPyConnection
) -> None:
    assert_equal(metric, published(marts, metric, "segment = 'all'"), sums(METRICS[metric](zone)))


@pytest.mark.parametrize("metric", BY_SEGMENT)
def test_a_metric_counted_again_by_segment_is_the_published_one(
    metric: str, zone: Zone, marts: duckdb.DuckDBPyConnection
) -> None:
    assert_equal(metric, published(marts, metric, "segment <> 'all'"), sums(METRICS[metric](zone), by_segment=True))


@pytest.mark.parametrize("stage", ["all", "conversion", "onboarding", "retention"])
def test_refunds_counted_again_are_the_published_ones(stage: str, zone: Zone, marts: duckdb.DuckDBPyConnection) -> None:
    # The raw files do not tell the journey stage: it alone is taken from fct_orders. Of payments only those count whose
    # stage the catalogue names for this metric, also in the roll-up.
    stages = dict(marts.execute("select order_id, journey_stage from marts.fct_orders").fetchall())
    counted = {"conversion", "onboarding", "retention", "expansion"} if stage == "all" else {stage}

    def stage_of(payment: Payment) -> str:
        return str(stages[hashlib.md5("|".join(payment.key).encode(), usedforsecurity=False).hexdigest()])

    found = [
        Observation(final, Fraction(int(not any(at <= final for at, _ in payment.refunds))))
        for payment in zone.payments
        if (final := payment.at + REFUND_WINDOW) <= zone.raw.as_of and stage_of(payment) in counted
    ]

    assert_equal("non_refund_rate", published(marts, "non_refund_rate", "segment = 'all'", stage), sums(found))
