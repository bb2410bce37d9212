-- grain: one row per time zone and year with daylight saving
with source as (
    {{ stage_source('zendesk', 'daylight_time') }}
),

renamed as (
    select
        time_zone,
        {{ quoted('year') }} as calendar_year,
        daylight_offset as daylight_offset_hours,
        daylight_start_utc as daylight_starts_at,
        daylight_end_utc as daylight_ends_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
