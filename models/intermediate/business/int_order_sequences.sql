{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'followed': {'order_id': 'order_id'},
    },
) }}
-- grain: one row per order of a known customer, with its place among the customer's orders
with orders as (
    select * from {{ ref('int_orders') }}
    where customer_id is not null and ordered_at is not null
),

numbered as (
    select
        order_id,
        customer_id,
        row_number() over (partition by customer_id order by ordered_at, order_id) as order_number
    from orders
),

-- A payment for a subscription is a renewal, not a purchase.
purchases as (
    select
        order_id,
        lead(ordered_at) over (
            partition by customer_id order by ordered_at, order_id
        ) as next_ordered_at
    from orders
    where subscription_id is null
),

final as (
    select
        numbered.order_id,
        numbered.customer_id,
        cast(numbered.order_number as bigint) as order_number,
        purchases.next_ordered_at
    from numbered
    left join purchases on numbered.order_id = purchases.order_id
)

select * from final
