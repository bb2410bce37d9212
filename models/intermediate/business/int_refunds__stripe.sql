-- grain: one row per refund that went through
with refunds as (
    select * from {{ ref('stg_stripe__refunds') }}
),

charges as (
    select * from {{ ref('stg_stripe__charges') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

conformed as (
    select
        'stripe' as source_system,
        refunds.refund_id as native_refund_id,
        refunds.charge_id as native_order_id,
        upper(coalesce(refunds.currency, charges.currency)) as currency,
        refunds.reason,
        cast(refunds.minor_amount as double) / power(10, currencies.minor_digits) as amount,
        refunds.created_at as refunded_at
    from refunds
    left join charges on refunds.charge_id = charges.charge_id
    left join currencies
        on upper(coalesce(refunds.currency, charges.currency)) = currencies.currency
    where coalesce(refunds.status, 'succeeded') = 'succeeded'
)

select * from conformed
