-- grain: one row per team and teammate in it
with source as (
    {{ stage_source('intercom', 'team_admin') }}
),

renamed as (
    select
        team_id,
        admin_id,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
