-- grain: one row per subscription
with source as (
    {{ stage_source('landing', 'subscriptions') }}
),

selected as (
    select
        subscription_id,
        user_id,
        plan,
        status,
        currency,
        cancel_reason,
        monthly_amount,
        interval_months,
        started_at,
        renewal_due_at,
        cancelled_at,
        synced_at
    from source
)

select * from selected
