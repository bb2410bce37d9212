-- grain: one row per journey stage, segment, period and jackknife group; 'all' are the roll-ups
with customer_metrics as (
    select * from {{ ref('int_customer_metrics') }}
    where records <> 'latencies'
),

parameters as (
    select {{ metric_parameter('jackknife_groups') }} as jackknife_groups
),

customers as (
    select
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment
    from customer_metrics
    group by customer_id, period_grain, period_start, cube(journey_stage, segment)
),

grouped as (
    select
        customers.*,
        {{ hash_bucket('customers.customer_id', 'parameters.jackknife_groups') }} as jackknife_group
    from customers
    cross join parameters
),

observed as (
    select
        journey_stage,
        segment,
        period_grain,
        jackknife_group,
        period_start,
        count(*) as customer_count
    from grouped
    group by journey_stage, segment, period_grain, jackknife_group, period_start
)

select * from observed
