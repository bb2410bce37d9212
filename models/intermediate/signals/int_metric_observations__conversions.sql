-- grain: one row per metric and way to a first payment that counts for it
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
    {{ metric_observations('outcomes', [
        ('conversion_rate', one_if('is_converted'), one_if('is_way')),
        ('evaluation_rate', one_if('is_evaluated'), one_if('is_evaluated is not null')),
        ('trial_to_paid_rate', one_if('is_converted'), one_if('is_trial')),
        ('checkout_to_paid_rate', one_if('is_converted'), one_if('is_checkout')),
    ]) | indent(4) }}
)

select * from observations
