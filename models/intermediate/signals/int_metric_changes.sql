-- grain: one row per metric, journey stage, segment and period in which any customer was observed
-- The interval of a change is put together from those of its two values (MOVER, Zou and Donner
-- 2008; for shares Newcombe's square-and-add), so that it holds for shares, means and medians.
with metric_values as (
    select * from {{ ref('fct_metric_values') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('int_reporting_periods') }}
),

dated as (
    select
        metric_values.*,
        periods.previous_period_start
    from metric_values
    left join periods
        on
            metric_values.period_grain = periods.period_grain
            and metric_values.period_start = periods.period_start
),

compared as (
    select
        dated.*,
        metrics.unit,
        metrics.direction,
        case when metrics.direction = 'lower_is_better' then -1 else 1 end as sign,
        previous_values.value as previous_value,
        previous_values.ci_low as previous_ci_low,
        previous_values.ci_high as previous_ci_high,
        earlier_values.value as value_two_before
    from dated
    inner join metrics on dated.metric_id = metrics.metric_id
    left join dated as previous_values
        on
            dated.metric_id = previous_values.metric_id
            and dated.journey_stage = previous_values.journey_stage
            and dated.segment = previous_values.segment
            and dated.period_grain = previous_values.period_grain
            and dated.previous_period_start = previous_values.period_start
    left join metric_values as earlier_values
        on
            previous_values.metric_id = earlier_values.metric_id
            and previous_values.journey_stage = earlier_values.journey_stage
            and previous_values.segment = earlier_values.segment
            and previous_values.period_grain = earlier_values.period_grain
            and previous_values.previous_period_start = earlier_values.period_start
),

changed as (
    select
        *,
        value - previous_value as change,
        value - previous_value - sqrt(
            (value - ci_low) * (value - ci_low)
            + (previous_ci_high - previous_value) * (previous_ci_high - previous_value)
        ) as change_ci_low,
        value - previous_value + sqrt(
            (ci_high - value) * (ci_high - value)
            + (previous_value - previous_ci_low) * (previous_value - previous_ci_low)
        ) as change_ci_high
    from compared
),

-- A relative change needs a scale with a true zero; a score that may be negative has none.
changes as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        unit,
        direction,
        suppression_reason,
        sign,
        value,
        n,
        ci_low,
        ci_high,
        previous_value,
        previous_ci_low,
        previous_ci_high,
        value_two_before,
        change,
        change_ci_low,
        change_ci_high,
        case when unit <> 'points' then change / nullif(previous_value, 0) end as relative_change,
        case
            when unit = 'share' then 100 * change
            when unit in ('points', 'score') then change
        end as change_in_points,
        change_ci_low > 0 or change_ci_high < 0 as is_change_significant,
        is_suppressed,
        is_low_confidence,
        period_start
    from changed
)

select * from changes
