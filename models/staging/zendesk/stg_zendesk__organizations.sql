-- grain: one row per organisation of end users
with source as (
    {{ stage_source('zendesk', 'organization') }}
),

renamed as (
    select
        id as organization_id,
        external_id,
        group_id,
        created_at,
        updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
