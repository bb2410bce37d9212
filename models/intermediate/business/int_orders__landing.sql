-- grain: one row per landed order
with orders as (
    select * from {{ ref('stg_landing__orders') }}
),

conformed as (
    select
        'landing' as source_system,
        order_id as native_order_id,
        user_id as native_user_id,
        currency,
        cast(amount as double) as amount,
        ordered_at
    from orders
)

select * from conformed
