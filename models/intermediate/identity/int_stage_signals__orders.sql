-- grain: one row per paid order
with orders as (
    select * from {{ ref('int_orders') }}
),

final as (
    select
        customer_id,
        'orders' as source_family,
        source_system,
        'order_paid' as signal,
        order_id as record_id,
        ordered_at as signal_at
    from orders
    where ordered_at is not null
)

select * from final
