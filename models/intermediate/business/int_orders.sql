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
        orders.ordered_at
    from orders
    left join users
        on {{ key_of(['orders.source_system', 'orders.native_user_id']) }} = users.user_id
    left join exchange_rates
        on
            orders.currency = exchange_rates.currency
            and orders.ordered_at >= exchange_rates.valid_from
            and orders.ordered_at < exchange_rates.valid_until
)

select * from keyed
