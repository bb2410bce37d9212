-- grain: one row per customer or visitor seen in the product: the way to first value
with onboardings as (
    select * from {{ ref('int_customer_onboardings') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

described as (
    select
        onboardings.customer_id,
        coalesce(customer_segments.segment, 'unknown') as segment,
        onboardings.first_value_seconds,
        {{ seconds_between('onboardings.signed_up_at', 'as_of.as_of_at') }} as signed_up_seconds,
        onboardings.purchase_seconds,
        {{ seconds_between('onboardings.purchase_path_from', 'as_of.as_of_at') }}
            as purchase_path_seconds,
        onboardings.is_known_customer,
        onboardings.is_first_value_on_time,
        onboardings.is_activated,
        onboardings.is_trial_activated,
        onboardings.first_seen_at,
        onboardings.trial_started_at,
        onboardings.signed_up_at,
        onboardings.first_value_at,
        onboardings.trial_used_at,
        onboardings.first_ordered_at
    from onboardings
    cross join as_of
    left join customer_segments on onboardings.customer_id = customer_segments.customer_id
)

select * from described
