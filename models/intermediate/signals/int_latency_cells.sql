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

in_cells as (
    {{ latency_roll_ups() | indent(4) }}
),

counted as (
    select
        {{ cell }},
        max(minimum_n) as minimum_n,
        count(*) as n,
        count(distinct customer_id) as customer_count,
        count(case when is_censored then 1 end) as censored_count,
        count(case when is_within_target then 1 end) as within_target_count,
        count(is_within_target) as targeted_count
    from in_cells
    group by {{ cell }}
)

select * from counted
