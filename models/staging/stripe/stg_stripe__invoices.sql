-- grain: one row per invoice
with source as (
    {{ stage_source('stripe', 'invoice') }}
),

renamed as (
    select
        id as invoice_id,
        customer_id,
        subscription_id,
        status,
        billing_reason,
        currency,
        subtotal as minor_subtotal,
        amount_due as minor_amount_due,
        amount_paid as minor_amount_paid,
        _fivetran_synced as synced_at,
        created as created_at,
        due_date as due_at
    from source
)

select * from renamed
