{{ config(
    materialized=incremental_or_table(),
    unique_key='subscription_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_subscription_id', 'native_user_id', 'plan', 'status', 'currency',
    'cancel_reason', 'monthly_amount', 'interval_months', 'trial_started_at', 'trial_ended_at',
    'started_at', 'renewal_due_at', 'cancelled_at',
] -%}
-- grain: one row per subscription of a billing system, as it stands now
with subscriptions as (
    {{ union_adapters('subscriptions', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

status_mappings as (
    select * from {{ ref('subscription_status_mappings') }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates') }}
),

-- A subscription is converted at the rate of its first day for good, so that no change of a rate
-- looks like an upgrade or a loss.
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
        subscriptions.status as source_status,
        status_mappings.status,
        subscriptions.currency,
        subscriptions.cancel_reason,
        subscriptions.monthly_amount,
        exchange_rates.units_per_euro,
        subscriptions.interval_months,
        coalesce(subscriptions.cancelled_at < subscriptions.started_at, false)
            as is_ended_before_start,
        subscriptions.trial_started_at,
        subscriptions.trial_ended_at,
        subscriptions.started_at,
        subscriptions.renewal_due_at,
        subscriptions.cancelled_at
    from subscriptions
    left join users
        on
            {{ key_of(['subscriptions.source_system', 'subscriptions.native_user_id']) }}
            = users.user_id
    left join status_mappings
        on
            subscriptions.source_system = status_mappings.source_system
            and subscriptions.status = status_mappings.source_status
    left join exchange_rates
        on
            subscriptions.currency = exchange_rates.currency
            and coalesce(subscriptions.started_at, subscriptions.trial_started_at)
            >= exchange_rates.valid_from
            and coalesce(subscriptions.started_at, subscriptions.trial_started_at)
            < exchange_rates.valid_until
)

select * from keyed
