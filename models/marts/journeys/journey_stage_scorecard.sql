-- grain: one row per metric, journey stage, segment and period in which any customer was observed
with metric_values as (
    select * from {{ ref('fct_metric_values') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

targets as (
    select * from {{ ref('int_metric_targets') }}
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('int_reporting_periods') }}
),

parameters as (
    select {{ metric_parameter('score_scale_maximum') }} as score_scale_maximum
),

-- In the comparisons more is better: a metric that should fall is compared with its sign turned.
compared as (
    select
        metric_values.metric_id,
        metrics.metric_name,
        metric_values.journey_stage,
        metric_values.segment,
        metric_values.period_grain,
        metrics.dimension,
        metrics.indicator_type,
        metrics.direction,
        metrics.unit,
        metrics.owner,
        metrics.data_source,
        metrics.action_threshold,
        metric_values.suppression_reason,
        metric_values.value,
        metric_values.n,
        metric_values.ci_low,
        metric_values.ci_high,
        targets.target,
        targets.floor,
        targets.acceptable_from,
        targets.critical_below,
        targets.act_below,
        targets.act_on_drop,
        targets.drop_period_grain,
        {{ normalised_score(
            'metric_values.value', 'targets.floor', 'targets.target', 'targets.scale',
            'parameters.score_scale_maximum'
        ) | indent(8) }} as normalised_score,
        previous_values.value as previous_value,
        metric_values.value - previous_values.value as change,
        case when metrics.direction = 'lower_is_better' then -1 else 1 end as sign,
        metric_values.is_suppressed,
        metric_values.is_low_confidence,
        metric_values.period_start
    from metric_values
    inner join metrics on metric_values.metric_id = metrics.metric_id
    cross join parameters
    left join periods
        on
            metric_values.period_grain = periods.period_grain
            and metric_values.period_start = periods.period_start
    left join targets
        on
            metric_values.metric_id = targets.metric_id
            and metric_values.journey_stage = targets.journey_stage
            and metric_values.segment = targets.segment
    left join metric_values as previous_values
        on
            metric_values.metric_id = previous_values.metric_id
            and metric_values.journey_stage = previous_values.journey_stage
            and metric_values.segment = previous_values.segment
            and metric_values.period_grain = previous_values.period_grain
            and periods.previous_period_start = previous_values.period_start
),

-- The change is rounded to nine decimals: whether a drop is exactly the threshold must not depend
-- on how a computer writes 0.1.
scorecard as (
    select
        metric_id,
        metric_name,
        journey_stage,
        segment,
        period_grain,
        dimension,
        indicator_type,
        direction,
        unit,
        case
            when value is null or acceptable_from is null then null
            when sign * value >= sign * acceptable_from then 'acceptable'
            when sign * value >= sign * critical_below then 'needs_improvement'
            else 'critical'
        end as band,
        owner,
        data_source,
        action_threshold,
        suppression_reason,
        value,
        n,
        ci_low,
        ci_high,
        target,
        floor,
        acceptable_from,
        critical_below,
        normalised_score,
        previous_value,
        change,
        case
            when value is null then null
            else
                coalesce(sign * value < sign * act_below, false)
                or coalesce(
                    period_grain = drop_period_grain
                    and round(sign * change, 9) <= -act_on_drop, false
                )
        end as is_breached,
        is_suppressed,
        is_low_confidence,
        period_start
    from compared
)

select * from scorecard
