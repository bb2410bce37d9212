-- grain: one row per contact and company
with source as (
    {{ stage_source('hubspot', 'contact_company') }}
),

renamed as (
    select
        contact_id,
        company_id,
        category,
        type_id,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
