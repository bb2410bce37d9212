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
        upper(trim(currency)) as currency,
        cancel_reason,
        cast(monthly_amount as double) as monthly_amount,
        cast(interval_months as double) as interval_months,
        case when lower(status) = 'trialing' then started_at end as trial_started_at,
        cast(null as timestamp) as trial_ended_at,
        case when lower(status) <> 'trialing' or status is null then started_at end as started_at,
        renewal_due_at,
        cancelled_at
    from subscriptions
)

select * from conformed
