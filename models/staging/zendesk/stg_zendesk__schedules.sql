-- grain: one row per business-hours interval of a schedule
with source as (
    {{ stage_source('zendesk', 'schedule') }}
),

renamed as (
    select
        id as schedule_id,
        name as schedule_name,
        time_zone,
        start_time as start_minute,
        end_time as end_minute,
        created_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
