"""What demo/truths.py plants is found in the scorecard: in the right cell, with the right sign, within its interval.

Quarters and not months, so that a cell holds enough. Expected values are the planted sizes and what follows from them
by hand; the interval of a difference adds the squares of both half widths (independent groups).
"""

from __future__ import annotations

from math import hypot, sqrt
from typing import NamedTuple

import duckdb
import pytest

from demo import truths
from tests.python.pipeline import Workplace

QUARTER = "2026-07-01"
STAGES = truths.STAGES
OTHER_STAGES = tuple(stage for stage in STAGES if stage != truths.FRICTION_STAGE)


class Figure(NamedTuple):
    """One cell of the scorecard."""

    n: float
    value: float
    low: float
    high: float


Marts = duckdb.DuckDBPyConnection


def figure(
    marts: Marts, metric: str, *, stage: str = "all", segment: str = "all", grain: str = "quarter", start: str = QUARTER
) -> Figure:
    """The cell, which must be shown."""
    row = marts.execute(
        "select n, value, ci_low, ci_high from marts.fct_metric_values where metric_id = ? and journey_stage = ? "
        "and segment = ? and period_grain = ? and period_start = cast(? as date)",
        [metric, stage, segment, grain, start],
    ).fetchone()
    assert row is not None and None not in row, (metric, stage, segment, start)
    return Figure(*row)


def holds(cell: Figure, planted: float) -> bool:
    """The planted size lies within the interval shown."""
    return cell.low <= planted <= cell.high


def difference(one: Figure, other: Figure) -> tuple[float, float, float]:
    """Difference of two cells and the ends of its interval, by the squares of their half widths."""
    value = one.value - other.value
    below = hypot(one.value - one.low, other.high - other.value)
    above = hypot(one.high - one.value, other.value - other.low)
    return value, value - below, value + above


def wilson(successes: int, n: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return centre - half, centre + half


# --- experience and support -------------------------------------------------------------------------------------------
def test_the_slow_stage_answers_later_than_every_other(marts: Marts) -> None:
    slow = figure(marts, "first_human_response_time", stage=truths.SLOW_STAGE)

    for stage in OTHER_STAGES:
        other = figure(marts, "first_human_response_time", stage=stage)
        assert slow.value > other.value, stage
        assert slow.low / other.high <= truths.SLOW_STAGE_FACTOR <= slow.high / other.low, stage


def test_the_best_segment_is_more_satisfied_by_the_planted_points(marts: Marts) -> None:
    best = figure(marts, "csat_rate", segment=truths.BEST_SEGMENT)

    for segment in truths.SEGMENT_SHARE:
        if segment != truths.BEST_SEGMENT:
            _, low, high = difference(best, figure(marts, "csat_rate", segment=segment))
            assert 0 < low <= truths.BEST_SEGMENT_CSAT_POINTS <= high, segment


@pytest.mark.parametrize("stage", ["consideration", "retention", "expansion"])
def test_the_net_promoter_score_of_a_stage_is_the_planted_one(stage: str, marts: Marts) -> None:
    promoters, detractors = truths.NPS_SHARES[stage]

    assert holds(figure(marts, "nps", stage=stage), 100 * (promoters - detractors))


def test_complaints_stand_in_the_stage_with_most_of_them(marts: Marts) -> None:
    """Elsewhere within three standard errors: sessions about one complaint are not independent of each other."""
    most = max(STAGES, key=truths.COMPLAINT_SHARE.__getitem__)
    cells = {stage: figure(marts, "non_complaint_rate", stage=stage) for stage in STAGES}

    assert holds(cells[most], 1 - truths.COMPLAINT_SHARE[most])
    assert min(cells, key=lambda stage: cells[stage].value) == most
    for stage, cell in cells.items():
        wide = 3 / 1.96
        low, high = cell.value - wide * (cell.value - cell.low), cell.value + wide * (cell.high - cell.value)
        assert low <= 1 - truths.COMPLAINT_SHARE[stage] <= high, stage


def test_coaching_shows_in_feeling_understood(marts: Marts) -> None:
    before = figure(marts, "felt_understood_rate", start="2026-04-01")
    after = figure(marts, "felt_understood_rate", grain="month", start="2026-10-01")

    _, low, high = difference(after, before)

    assert 0 < low <= truths.COACHING_FELT_UNDERSTOOD_POINTS <= high


# --- behaviour --------------------------------------------------------------------------------------------------------
FRICTION = {
    "task_error_rate": truths.TASK_ERROR_SHARE,
    "hesitation_rate": truths.HESITATION_SHARE,
    "repeated_edit_rate": truths.REPEATED_EDIT_SHARE,
    "task_help_rate": truths.TASK_HELP_SHARE,
}


@pytest.mark.parametrize("metric", FRICTION)
def test_friction_stands_in_its_stage_with_its_size(metric: str, marts: Marts) -> None:
    cell = figure(marts, metric, stage=truths.FRICTION_STAGE)

    assert holds(cell, FRICTION[metric]["friction"])
    for stage in OTHER_STAGES:
        assert difference(cell, figure(marts, metric, stage=stage))[1] > 0, stage


def test_tasks_go_back_more_often_in_the_friction_stage(marts: Marts) -> None:
    cell = figure(marts, "task_without_backtrack_rate", stage=truths.FRICTION_STAGE)

    assert holds(cell, 1 - truths.TASK_BACKTRACK_SHARE["friction"])
    for stage in OTHER_STAGES:
        assert difference(figure(marts, "task_without_backtrack_rate", stage=stage), cell)[1] > 0, stage


def test_upgrades_that_are_tried_are_completed_as_planted(marts: Marts) -> None:
    row = marts.execute(
        "select count(*) filter (where is_completed), count(*) from marts.fct_task_attempts "
        "where task_type = 'upgrade' and is_completed is not null"
    ).fetchone()
    assert row
    low, high = wilson(*row)

    assert low <= truths.UPGRADED_SHARE / truths.UPGRADE_TRIED_SHARE <= high


@pytest.mark.parametrize("variant", truths.EXPERIMENT_VARIANTS)
def test_each_arm_of_the_experiment_reaches_first_value_as_planted(
    variant: str, workplace: Workplace, marts: Marts
) -> None:
    """Only exposed persons whose 14 days since the exposure are over; exposures from the raw files."""
    with duckdb.connect(str(workplace.warehouse), read_only=True) as warehouse:
        row = warehouse.execute(
            f"""
            with exposed as (
                select users.customer_id, min(exposures.exposed_at) as exposed_at
                from '{workplace.raw_dir}/landing/experiment_exposures.parquet' as exposures
                inner join intermediate.int_users as users
                    on users.source_system = 'landing' and users.native_user_id = exposures.user_id
                where exposures.experiment_id = ? and exposures.variant_id = ?
                group by users.customer_id
            )
            select
                count(*) filter (where moments.first_value_at <= exposed.exposed_at + interval 14 day),
                count(*)
            from exposed
            left join marts.fct_customer_onboardings as moments using (customer_id)
            cross join intermediate.int_as_of as as_of
            where exposed.exposed_at + interval 14 day <= as_of.as_of_at
            """,
            [truths.EXPERIMENT_ID, variant],
        ).fetchone()
    assert row
    low, high = wilson(*row)

    assert low <= truths.FIRST_VALUE_14D_SHARE[variant] <= high


# --- money and sales --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("segment", truths.RENEWED_SHARE)
def test_renewals_of_a_segment_are_the_planted_ones(segment: str, marts: Marts) -> None:
    assert holds(figure(marts, "renewal_rate", segment=segment), truths.RENEWED_SHARE[segment])


def test_the_segment_that_renews_less_is_told_apart(marts: Marts) -> None:
    least = min(truths.RENEWED_SHARE, key=truths.RENEWED_SHARE.__getitem__)
    cell = figure(marts, "renewal_rate", segment=least)

    for segment in truths.RENEWED_SHARE:
        if segment != least:
            assert difference(figure(marts, "renewal_rate", segment=segment), cell)[1] > 0, segment


@pytest.mark.parametrize("segment", ["all", "consumer"])
def test_refunds_lie_between_those_of_orders_and_of_renewals(segment: str, marts: Marts) -> None:
    cell = figure(marts, "non_refund_rate", segment=segment)

    assert 1 - truths.REFUNDED_SHARE < cell.value < 1
    assert cell.low <= 1 - truths.REFUNDED_RENEWAL_SHARE


def test_leads_become_qualified_as_planted(marts: Marts) -> None:
    assert holds(figure(marts, "qualified_lead_rate"), truths.LEAD_QUALIFIED_SHARE)


def test_opportunities_are_won_by_those_who_convert(marts: Marts) -> None:
    assert holds(figure(marts, "opportunity_win_rate"), truths.CONVERTED_SHARE)


# --- a vendor that delivers half a month ------------------------------------------------------------------------------
def test_an_outage_of_one_vendor_shows_in_its_answers_and_not_in_the_score(marts: Marts) -> None:
    month = truths.SURVEY_OUTAGE["month"]
    rows = marts.execute(
        "select strftime(submitted_at, '%Y-%m'), count(*) from marts.fct_survey_answers where source_system = ? "
        "and measure = 'nps' group by 1",
        [truths.SURVEY_OUTAGE["source"]],
    ).fetchall()
    answers = dict(rows)
    usual = (answers["2026-07"] + answers["2026-09"]) / 2
    during = figure(marts, "nps", grain="month", start=f"{month}-01")
    before = figure(marts, "nps", grain="month", start="2026-07-01")
    after = figure(marts, "nps", grain="month", start="2026-09-01")

    # Half of the usual number, give or take three standard errors of a count.
    expected = float(str(truths.SURVEY_OUTAGE["delivered_share"])) * usual
    assert abs(answers[month] - expected) <= 3 * sqrt(expected)
    assert during.n < min(before.n, after.n)
    for neighbour in (before, after):
        _, low, high = difference(during, neighbour)
        assert low <= 0 <= high
