-- grain: one row per order
with source as (
    {{ stage_source('landing', 'orders') }}
),

selected as (
    select
        order_id,
        user_id,
        subscription_id,
        currency,
        amount,
        ordered_at,
        synced_at
    from source
)

select * from selected
