-- grain: one row per tag
with source as (
    {{ stage_source('intercom', 'tag') }}
),

renamed as (
    select
        id as tag_id,
        name as tag_name,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
