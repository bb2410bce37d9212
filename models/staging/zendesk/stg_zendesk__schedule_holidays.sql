-- grain: one row per holiday of a schedule
with source as (
    {{ stage_source('zendesk', 'schedule_holiday') }}
),

renamed as (
    select
        id as holiday_id,
        schedule_id,
        name as holiday_name,
        start_date,
        end_date,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
