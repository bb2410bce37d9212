{{ config(materialized='view') }}
-- grain: one row per customer whose first moments count for it: its part in each metric
with onboardings as (
    select * from {{ ref('fct_customer_onboardings') }}
),

-- A sign-up begins onboarding and a trial is part of consideration, whatever else is known.
records as (
    select
        customer_id || '|sign_up' as record_id,
        customer_id,
        'onboarding' as journey_stage,
        segment,
        is_first_value_on_time,
        is_activated,
        cast(null as boolean) as is_trial_activated,
        cast(signed_up_at as date) as observed_on
    from onboardings
    where signed_up_at is not null
    union all
    select
        customer_id || '|trial' as record_id,
        customer_id,
        'consideration' as journey_stage,
        segment,
        cast(null as boolean) as is_first_value_on_time,
        cast(null as boolean) as is_activated,
        is_trial_activated,
        cast(trial_started_at as date) as observed_on
    from onboardings
    where trial_started_at is not null
),

observations as (
    {{ metric_observations('records', 'customer_onboardings') | indent(4) }}
)

select * from observations
