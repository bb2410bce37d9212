-- grain: one row per refund
with source as (
    {{ stage_source('landing', 'refunds') }}
),

selected as (
    select
        refund_id,
        order_id,
        currency,
        reason,
        amount,
        refunded_at,
        synced_at
    from source
)

select * from selected
