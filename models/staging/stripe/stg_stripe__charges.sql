-- grain: one row per charge: an attempt to take money
with source as (
    {{ stage_source('stripe', 'charge') }}
),

renamed as (
    select
        id as charge_id,
        customer_id,
        invoice_id,
        status,
        currency,
        failure_code,
        amount as minor_amount,
        amount_refunded as minor_amount_refunded,
        captured as is_captured,
        _fivetran_synced as synced_at,
        created as created_at
    from source
)

select * from renamed
