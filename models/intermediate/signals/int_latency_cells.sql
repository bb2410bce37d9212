-- grain: one row per latency metric, journey stage, segment and period: how much was observed
with observations as (
    select * from {{ ref('int_metric_observations__latencies') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

metric_customers as (
    select * from {{ ref('int_metric_customers') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

latencies as (
    {{ latencies_of_periods() | indent(4) }}
),

rolled_up as (
    select
        metric_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        max(minimum_n) as minimum_n,
        count(*) as n,
        count(case when is_censored then 1 end) as censored_count,
        count(case when is_within_target then 1 end) as within_target_count,
        count(is_within_target) as targeted_count
    from latencies
    group by metric_id, period_grain, period_start, cube(journey_stage, segment)
),

counted as (
    select
        rolled_up.metric_id,
        rolled_up.journey_stage,
        rolled_up.segment,
        rolled_up.period_grain,
        rolled_up.period_start,
        rolled_up.minimum_n,
        rolled_up.n,
        metric_customers.customer_count,
        rolled_up.censored_count,
        rolled_up.within_target_count,
        rolled_up.targeted_count
    from rolled_up
    inner join metric_customers
        on
            rolled_up.metric_id = metric_customers.metric_id
            and rolled_up.journey_stage = metric_customers.journey_stage
            and rolled_up.segment = metric_customers.segment
            and rolled_up.period_grain = metric_customers.period_grain
            and rolled_up.period_start = metric_customers.period_start
)

select * from counted
