-- grain: one row per agent group
with source as (
    {{ stage_source('zendesk', 'group') }}
),

renamed as (
    select
        id as group_id,
        name as group_name,
        created_at,
        updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
