{{ config(
    materialized=incremental_or_table(),
    unique_key='order_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_order_id', 'native_user_id', 'native_subscription_id', 'currency',
    'amount', 'is_recurring', 'ordered_at',
] -%}
-- grain: one row per paid order or charge
with orders as (
    {{ union_adapters('orders', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates') }}
),

parameters as (
    select
        {{ metric_parameter('refund_window_seconds') }} as refund_window_seconds,
        {{ metric_parameter('repeat_purchase_window_seconds') }} as repeat_window_seconds,
        {{ metric_parameter('revenue_quality_window_seconds') }} as quality_window_seconds
),

keyed as (
    select
        {{ key_of(['orders.source_system', 'orders.native_order_id']) }} as order_id,
        orders.source_system,
        coalesce(
            users.customer_id,
            {{ key_of(['orders.source_system', 'orders.native_user_id']) }}
        ) as customer_id,
        {{ key_of(['orders.source_system', 'orders.native_subscription_id']) }}
            as subscription_id,
        orders.currency,
        orders.amount,
        exchange_rates.units_per_euro,
        orders.is_recurring,
        orders.ordered_at,
        {{ add_seconds('orders.ordered_at', 'parameters.refund_window_seconds') }}
            as refund_final_at,
        {{ add_seconds('orders.ordered_at', 'parameters.repeat_window_seconds') }}
            as repeat_final_at,
        {{ add_seconds('orders.ordered_at', 'parameters.quality_window_seconds') }}
            as quality_final_at
    from orders
    cross join parameters
    left join users
        on {{ key_of(['orders.source_system', 'orders.native_user_id']) }} = users.user_id
    left join exchange_rates
        on
            orders.currency = exchange_rates.currency
            and orders.ordered_at >= exchange_rates.valid_from
            and orders.ordered_at < exchange_rates.valid_until
)

select * from keyed
