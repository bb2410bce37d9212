-- grain: one row per team
with source as (
    {{ stage_source('intercom', 'team') }}
),

renamed as (
    select
        id as team_id,
        name as team_name,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
