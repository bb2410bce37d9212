-- grain: one row per charge that succeeded
with charges as (
    select * from {{ ref('stg_stripe__charges') }}
),

invoices as (
    select * from {{ ref('stg_stripe__invoices') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

conformed as (
    select
        'stripe' as source_system,
        charges.charge_id as native_order_id,
        coalesce(charges.customer_id, invoices.customer_id) as native_user_id,
        invoices.subscription_id as native_subscription_id,
        upper(charges.currency) as currency,
        cast(charges.minor_amount as double) / power(10, currencies.minor_digits) as amount,
        coalesce(
            invoices.billing_reason in ('subscription_cycle', 'subscription_update'), false
        ) as is_recurring,
        charges.created_at as ordered_at
    from charges
    left join invoices on charges.invoice_id = invoices.invoice_id
    left join currencies on upper(charges.currency) = currencies.currency
    where charges.status = 'succeeded' and coalesce(charges.is_captured, true)
)

select * from conformed
