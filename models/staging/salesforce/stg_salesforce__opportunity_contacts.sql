-- grain: one row per opportunity and contact with a role in it
with source as (
    {{ stage_source('salesforce', 'opportunity_contact_role') }}
),

renamed as (
    select
        id as role_id,
        opportunity_id,
        contact_id,
        role,
        is_primary,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
