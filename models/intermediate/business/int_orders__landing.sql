-- grain: one row per landed order
with orders as (
    select * from {{ ref('stg_landing__orders') }}
),

subscriptions as (
    select * from {{ ref('stg_landing__subscriptions') }}
),

conformed as (
    select
        'landing' as source_system,
        orders.order_id as native_order_id,
        orders.user_id as native_user_id,
        orders.subscription_id as native_subscription_id,
        upper(trim(orders.currency)) as currency,
        cast(orders.amount as double) as amount,
        coalesce(orders.ordered_at > subscriptions.started_at, false) as is_recurring,
        orders.ordered_at
    from orders
    left join subscriptions on orders.subscription_id = subscriptions.subscription_id
)

select * from conformed
