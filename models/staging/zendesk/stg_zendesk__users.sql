{{ config(materialized='view') }}
-- grain: one row per user: end users and agents, as they are now
with source as (
    {{ stage_source('zendesk', 'user') }}
),

renamed as (
    select
        id as user_id,
        external_id,
        organization_id,
        role,
        email,
        locale,
        time_zone,
        role_type,
        active as is_active,
        suspended as is_suspended,
        created_at,
        updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
