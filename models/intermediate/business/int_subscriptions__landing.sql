-- grain: one row per landed subscription
with subscriptions as (
    select * from {{ ref('stg_landing__subscriptions') }}
),

conformed as (
    select
        'landing' as source_system,
        subscription_id as native_subscription_id,
        user_id as native_user_id,
        plan,
        lower(status) as status,
        currency,
        cast(monthly_amount as double) as monthly_amount,
        cancel_reason,
        started_at,
        renewal_due_at,
        cancelled_at
    from subscriptions
)

select * from conformed
