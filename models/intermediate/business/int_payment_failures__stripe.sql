-- grain: one row per charge that failed
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
        charges.charge_id as native_payment_id,
        coalesce(charges.customer_id, invoices.customer_id) as native_user_id,
        invoices.subscription_id as native_subscription_id,
        upper(charges.currency) as currency,
        charges.failure_code as reason,
        cast(charges.minor_amount as double) / power(10, currencies.minor_digits) as amount,
        charges.created_at as failed_at
    from charges
    left join invoices on charges.invoice_id = invoices.invoice_id
    left join currencies on upper(charges.currency) = currencies.currency
    where charges.status = 'failed'
)

select * from conformed
