{%- set columns = [
    'source_system', 'native_order_id', 'native_user_id', 'currency', 'amount', 'ordered_at',
] -%}
-- grain: one row per paid order or charge
with orders as (
    {{ union_adapters('orders', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

keyed as (
    select
        {{ key_of(['orders.source_system', 'orders.native_order_id']) }} as order_id,
        orders.source_system,
        coalesce(
            users.customer_id,
            {{ key_of(['orders.source_system', 'orders.native_user_id']) }}
        ) as customer_id,
        orders.currency,
        orders.amount,
        orders.ordered_at
    from orders
    left join users
        on {{ key_of(['orders.source_system', 'orders.native_user_id']) }} = users.user_id
)

select * from keyed
