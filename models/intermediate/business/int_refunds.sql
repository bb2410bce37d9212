{%- set columns = [
    'source_system', 'native_refund_id', 'native_order_id', 'currency', 'reason', 'amount',
    'refunded_at',
] -%}
-- grain: one row per refund of an order or charge
with refunds as (
    {{ union_adapters('refunds', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_refund_id']) }} as refund_id,
        source_system,
        {{ key_of(['source_system', 'native_order_id']) }} as order_id,
        currency,
        reason,
        amount,
        refunded_at
    from refunds
)

select * from keyed
