{%- set percentiles = [50, 75, 90, 95] -%}
-- grain: one row per latency metric, journey stage, segment and period: its distribution
-- What is hidden in the metric values is hidden here: the rule stands there once.
with metric_values as (
    select * from {{ ref('fct_metric_values') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
    where estimator in ('median', 'kaplan_meier_median')
),

metric_percentiles as (
    select * from {{ ref('int_metric_percentiles') }}
),

distributions as (
    select
        metric_values.metric_id,
        metric_values.journey_stage,
        metric_values.segment,
        metric_values.period_grain,
        metrics.estimator,
        metric_values.suppression_reason,
        {% for percentile in percentiles -%}
        {%- for part in ['_seconds', '_ci_low_seconds', '_ci_high_seconds'] -%}
        case
            when not metric_values.is_suppressed
                then metric_percentiles.p{{ percentile }}{{ part }}
        end as p{{ percentile }}{{ part }},
        {% endfor -%}
        {%- endfor -%}
        case
            when not metric_values.is_suppressed
                then
                    metric_percentiles.within_target_count
                    / cast(nullif(metric_percentiles.targeted_count, 0) as double)
        end as share_within_target,
        metric_values.n,
        case when not metric_values.is_suppressed then metric_percentiles.censored_count end
            as censored_count,
        metric_values.is_suppressed,
        metric_values.is_low_confidence,
        metric_values.period_start
    from metric_values
    inner join metrics on metric_values.metric_id = metrics.metric_id
    left join metric_percentiles
        on
            metric_values.metric_id = metric_percentiles.metric_id
            and metric_values.journey_stage = metric_percentiles.journey_stage
            and metric_values.segment = metric_percentiles.segment
            and metric_values.period_grain = metric_percentiles.period_grain
            and metric_values.period_start = metric_percentiles.period_start
)

select * from distributions
