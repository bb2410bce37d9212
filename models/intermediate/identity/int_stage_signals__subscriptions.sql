-- grain: one row per beginning of a trial or subscription, and per end of a subscription
with subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

-- A trial, or a first payment that never came, is no paid event.
paid as (
    select * from subscriptions
    where
        (status is null or status not in ('trialing', 'incomplete'))
        and not is_ended_before_start
),

final as (
    select
        customer_id,
        'subscriptions' as source_family,
        source_system,
        'subscription_started' as signal,
        subscription_id as record_id,
        started_at as signal_at
    from paid
    where started_at is not null
    union all
    select
        customer_id,
        'subscriptions' as source_family,
        source_system,
        'subscription_cancelled' as signal,
        subscription_id as record_id,
        cancelled_at as signal_at
    from paid
    where cancelled_at is not null
    union all
    select
        customer_id,
        'subscriptions' as source_family,
        source_system,
        'trial_started' as signal,
        subscription_id as record_id,
        trial_started_at as signal_at
    from subscriptions
    where trial_started_at is not null
)

select * from final
