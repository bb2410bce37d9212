-- grain: one row per journey stage
with journey_stages as (
    select * from {{ ref('journey_stages') }}
),

rules as (
    select * from {{ ref('journey_stage_rules') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

begin_signals as (
    select
        rules.journey_stage,
        count(distinct rules.signal) as begin_signal_count
    from rules
    cross join as_of
    where rules.role = 'begin' and {{ in_force('rules', 'as_of.as_of_at') }}
    group by rules.journey_stage
),

customers_now as (
    select
        journey_stage,
        count(*) as customer_count
    from customer_stages
    where valid_to is null
    group by journey_stage
),

final as (
    select
        journey_stages.journey_stage,
        journey_stages.stage_name,
        journey_stages.description,
        journey_stages.stage_order,
        coalesce(begin_signals.begin_signal_count, 0) as begin_signal_count,
        coalesce(customers_now.customer_count, 0) as customer_count
    from journey_stages
    left join begin_signals on journey_stages.journey_stage = begin_signals.journey_stage
    left join customers_now on journey_stages.journey_stage = customers_now.journey_stage
)

select * from final
