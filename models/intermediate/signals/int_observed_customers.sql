{%- set period = 'period_grain, period_start' -%}
-- grain: one row per journey stage, segment, period and jackknife group; 'all' are the roll-ups
-- Most customers are of one stage and one segment in a period, and are one in every roll-up: only
-- those of several are told apart customer by customer.
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
        {{ period }},
        min(journey_stage) as journey_stage,
        min(segment) as segment,
        min(journey_stage) = max(journey_stage) and min(segment) = max(segment) as is_of_one
    from customer_metrics
    group by customer_id, {{ period }}
),

of_one as (
    select
        {{ hash_bucket('customers.customer_id', 'parameters.jackknife_groups') }}
            as jackknife_group,
        customers.journey_stage,
        customers.segment,
        customers.period_grain,
        customers.period_start,
        count(*) as customer_count
    from customers
    cross join parameters
    where customers.is_of_one
    group by
        {{ hash_bucket('customers.customer_id', 'parameters.jackknife_groups') }},
        customers.journey_stage,
        customers.segment,
        customers.period_grain,
        customers.period_start
),

of_several as (
    select
        customer_metrics.customer_id,
        coalesce(customer_metrics.journey_stage, 'all') as journey_stage,
        coalesce(customer_metrics.segment, 'all') as segment,
        customer_metrics.period_grain,
        customer_metrics.period_start
    from customer_metrics
    inner join customers
        on
            customer_metrics.customer_id = customers.customer_id
            and customer_metrics.period_grain = customers.period_grain
            and customer_metrics.period_start = customers.period_start
    where not customers.is_of_one
    group by
        customer_metrics.customer_id,
        customer_metrics.period_grain,
        customer_metrics.period_start,
        cube(customer_metrics.journey_stage, customer_metrics.segment)
),

counted as (
    select
        jackknife_group,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        {{ period }},
        sum(customer_count) as customer_count
    from of_one
    group by jackknife_group, {{ period }}, cube(journey_stage, segment)
    union all
    select
        {{ hash_bucket('of_several.customer_id', 'parameters.jackknife_groups') }}
            as jackknife_group,
        of_several.journey_stage,
        of_several.segment,
        of_several.period_grain,
        of_several.period_start,
        count(*) as customer_count
    from of_several
    cross join parameters
    group by
        {{ hash_bucket('of_several.customer_id', 'parameters.jackknife_groups') }},
        of_several.journey_stage,
        of_several.segment,
        of_several.period_grain,
        of_several.period_start
),

observed as (
    select
        journey_stage,
        segment,
        period_grain,
        jackknife_group,
        cast(sum(customer_count) as bigint) as customer_count,
        period_start
    from counted
    group by journey_stage, segment, period_grain, jackknife_group, period_start
)

select * from observed
