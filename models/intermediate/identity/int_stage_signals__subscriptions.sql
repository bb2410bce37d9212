-- grain: one row per beginning and per end of a subscription
with subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

-- A trial is no paid event; what came of it shows once it is one.
paid as (
    select * from subscriptions
    where status is null or status <> 'trialing'
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
)

select * from final
