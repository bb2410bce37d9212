-- grain: one row per journey stage, segment, period and jackknife group; 'all' are the roll-ups
with customer_totals as (
    select * from {{ ref('int_customer_metric_totals') }}
),

customers as (
    select distinct
        customer_id,
        journey_stage,
        segment,
        period_grain,
        jackknife_group,
        period_start
    from customer_totals
),

rolled_up as (
    select
        customers.customer_id,
        customers.period_grain,
        customers.jackknife_group,
        customers.period_start,
        coalesce(customers.journey_stage, 'all') as journey_stage,
        coalesce(customers.segment, 'all') as segment
    from customers
    group by
        customers.customer_id,
        customers.period_grain,
        customers.jackknife_group,
        customers.period_start,
        cube(customers.journey_stage, customers.segment)
),

observed as (
    select
        journey_stage,
        segment,
        period_grain,
        jackknife_group,
        period_start,
        count(*) as customer_count
    from rolled_up
    group by journey_stage, segment, period_grain, jackknife_group, period_start
)

select * from observed
