-- grain: one row per deal and contact
with source as (
    {{ stage_source('hubspot', 'deal_contact') }}
),

renamed as (
    select
        deal_id,
        contact_id,
        category,
        type_id,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
