-- grain: one row per refund
with source as (
    {{ stage_source('stripe', 'refund') }}
),

renamed as (
    select
        id as refund_id,
        charge_id,
        status,
        reason,
        currency,
        amount as minor_amount,
        _fivetran_synced as synced_at,
        created as created_at
    from source
)

select * from renamed
