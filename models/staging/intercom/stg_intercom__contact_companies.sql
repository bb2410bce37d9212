-- grain: one row per contact and company, with the last version of the contact that had it
with source as (
    {{ stage_source('intercom', 'contact_company_history') }}
),

renamed as (
    select
        contact_id,
        company_id,
        contact_updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
