{{ config(materialized='view') }}
-- grain: one row per way to a first payment: its part in each metric
with conversions as (
    select * from {{ ref('fct_customer_conversions') }}
),

-- Counted on the day the window ends: before it only the quick ones are known.
outcomes as (
    select
        conversion_id as record_id,
        customer_id,
        journey_stage,
        segment,
        episode_type in ('stage', 'evaluation') as is_way,
        episode_type = 'trial' as is_trial,
        episode_type = 'checkout' as is_checkout,
        is_converted,
        cast(null as boolean) as is_evaluated,
        cast(final_at as date) as observed_on
    from conversions
    where is_converted is not null
    union all
    select
        conversion_id as record_id,
        customer_id,
        journey_stage,
        segment,
        false as is_way,
        false as is_trial,
        false as is_checkout,
        cast(null as boolean) as is_converted,
        is_evaluated,
        cast(evaluation_final_at as date) as observed_on
    from conversions
    where is_evaluated is not null
),

observations as (
    {{ metric_observations('outcomes', 'conversions') | indent(4) }}
)

select * from observations
