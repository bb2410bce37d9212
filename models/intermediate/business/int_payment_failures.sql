{{ config(
    materialized=incremental_or_table(),
    unique_key='payment_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_payment_id', 'native_user_id', 'native_subscription_id', 'currency',
    'reason', 'amount', 'failed_at',
] -%}
-- grain: one row per attempt to take money that failed
with payment_failures as (
    {{ union_adapters('payment_failures', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

keyed as (
    select
        {{ key_of(['payment_failures.source_system', 'payment_failures.native_payment_id']) }}
            as payment_id,
        payment_failures.source_system,
        coalesce(
            users.customer_id,
            {{ key_of(['payment_failures.source_system', 'payment_failures.native_user_id']) }}
        ) as customer_id,
        {{ key_of(['payment_failures.source_system', 'payment_failures.native_subscription_id']) }}
            as subscription_id,
        payment_failures.currency,
        payment_failures.reason,
        payment_failures.amount,
        payment_failures.failed_at
    from payment_failures
    left join users
        on
            {{ key_of(['payment_failures.source_system', 'payment_failures.native_user_id']) }}
            = users.user_id
)

select * from keyed
