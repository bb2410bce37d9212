-- grain: one row per change that a landed subscription tells: its beginning and its end
with subscriptions as (
    select * from {{ ref('int_subscriptions__landing') }}
),

-- Only the present amount is landed: upgrades and downgrades are not known, pauses neither.
changes as (
    select
        native_subscription_id,
        'trial_started' as change,
        monthly_amount,
        trial_started_at as changed_at
    from subscriptions
    where trial_started_at is not null
    union all
    select
        native_subscription_id,
        'started' as change,
        monthly_amount,
        started_at as changed_at
    from subscriptions
    where started_at is not null and coalesce(status, '') <> 'incomplete'
    union all
    select
        native_subscription_id,
        'cancelled' as change,
        monthly_amount,
        cancelled_at as changed_at
    from subscriptions
    where cancelled_at is not null
),

conformed as (
    select
        'landing' as source_system,
        native_subscription_id,
        change,
        monthly_amount,
        changed_at
    from changes
)

select * from conformed
