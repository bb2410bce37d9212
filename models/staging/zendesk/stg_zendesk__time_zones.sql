-- grain: one row per time zone
with source as (
    {{ stage_source('zendesk', 'time_zone') }}
),

renamed as (
    select
        time_zone,
        standard_offset,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
