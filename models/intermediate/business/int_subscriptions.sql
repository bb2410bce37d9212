{%- set columns = [
    'source_system', 'native_subscription_id', 'native_user_id', 'plan', 'status', 'currency',
    'cancel_reason', 'monthly_amount', 'started_at', 'renewal_due_at', 'cancelled_at',
] -%}
-- grain: one row per subscription of a billing system, as it stands now
with subscriptions as (
    {{ union_adapters('subscriptions', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

keyed as (
    select
        {{ key_of(['subscriptions.source_system', 'subscriptions.native_subscription_id']) }}
            as subscription_id,
        subscriptions.source_system,
        coalesce(
            users.customer_id,
            {{ key_of(['subscriptions.source_system', 'subscriptions.native_user_id']) }}
        ) as customer_id,
        subscriptions.plan,
        subscriptions.status,
        subscriptions.currency,
        subscriptions.cancel_reason,
        subscriptions.monthly_amount,
        subscriptions.started_at,
        subscriptions.renewal_due_at,
        subscriptions.cancelled_at
    from subscriptions
    left join users
        on
            {{ key_of(['subscriptions.source_system', 'subscriptions.native_user_id']) }}
            = users.user_id
)

select * from keyed
