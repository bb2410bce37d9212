-- grain: one row per landed order
with orders as (
    select * from {{ ref('stg_landing__orders') }}
),

conformed as (
    select
        'landing' as source_system,
        order_id as native_order_id,
        user_id as native_user_id,
        cast(null as string) as native_subscription_id,
        upper(trim(currency)) as currency,
        cast(amount as double) as amount,
        false as is_recurring,
        ordered_at
    from orders
)

select * from conformed
