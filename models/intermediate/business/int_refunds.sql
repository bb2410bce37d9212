{{ config(
    materialized=incremental_or_table(),
    unique_key='refund_id',
    incremental_strategy='whole_table',
    meta={
        'followed': {'order_id': 'order_id'},
    },
) }}
{%- set columns = [
    'source_system', 'native_refund_id', 'native_order_id', 'currency', 'reason', 'amount',
    'refunded_at',
] -%}
-- grain: one row per refund of an order or charge up to now
with refunds as (
    {{ union_adapters('refunds', columns) }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

keyed as (
    select
        {{ key_of(['refunds.source_system', 'refunds.native_refund_id']) }} as refund_id,
        refunds.source_system,
        {{ key_of(['refunds.source_system', 'refunds.native_order_id']) }} as order_id,
        refunds.currency,
        refunds.reason,
        refunds.amount,
        exchange_rates.units_per_euro,
        refunds.refunded_at
    from refunds
    cross join as_of
    left join exchange_rates
        on
            refunds.currency = exchange_rates.currency
            and refunds.refunded_at >= exchange_rates.valid_from
            and refunds.refunded_at < exchange_rates.valid_until
    where {{ not_after('refunds.refunded_at', 'as_of.as_of_at') }}
)

select * from keyed
