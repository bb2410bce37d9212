-- grain: one row per additive metric, journey stage, segment and day with observations
-- What adds up: any period, stage or segment is a sum of these rows, divided last. Nothing is
-- hidden here, and a period that still runs is in it.
with daily_sums as (
    select * from {{ ref('int_metric_daily_sums') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

components as (
    select
        daily_sums.metric_id,
        daily_sums.journey_stage,
        daily_sums.segment,
        daily_sums.numerator,
        daily_sums.denominator,
        daily_sums.n,
        daily_sums.observed_on
    from daily_sums
    inner join metrics
        on
            daily_sums.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'daily_sums.journey_stage') }}
)

select * from components
