-- grain: one row per landed refund
with refunds as (
    select * from {{ ref('stg_landing__refunds') }}
),

conformed as (
    select
        'landing' as source_system,
        refund_id as native_refund_id,
        order_id as native_order_id,
        upper(trim(currency)) as currency,
        reason,
        cast(amount as double) as amount,
        refunded_at
    from refunds
)

select * from conformed
