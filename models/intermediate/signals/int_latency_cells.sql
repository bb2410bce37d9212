{%- set cell = 'metric_id, journey_stage, segment, period_grain, period_start' -%}
-- grain: one row per latency metric, journey stage, segment and period: how much was observed
with observations as (
    select * from {{ ref('int_metric_observations__latencies') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

latencies as (
    {{ latencies_of_periods() | indent(4) }}
),

customers as (
    select
        {{ cell }},
        customer_id,
        max(minimum_n) as minimum_n,
        count(*) as n,
        count(case when is_censored then 1 end) as censored_count,
        count(case when is_within_target then 1 end) as within_target_count,
        count(is_within_target) as targeted_count
    from latencies
    group by {{ cell }}, customer_id
),

rolled_up as (
    select
        metric_id,
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        max(minimum_n) as minimum_n,
        sum(n) as n,
        sum(censored_count) as censored_count,
        sum(within_target_count) as within_target_count,
        sum(targeted_count) as targeted_count
    from customers
    group by metric_id, customer_id, period_grain, period_start, cube(journey_stage, segment)
),

counted as (
    select
        {{ cell }},
        max(minimum_n) as minimum_n,
        cast(sum(n) as bigint) as n,
        count(*) as customer_count,
        cast(sum(censored_count) as bigint) as censored_count,
        cast(sum(within_target_count) as bigint) as within_target_count,
        cast(sum(targeted_count) as bigint) as targeted_count
    from rolled_up
    group by {{ cell }}
)

select * from counted
