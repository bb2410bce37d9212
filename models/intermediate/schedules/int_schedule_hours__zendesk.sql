-- grain: one row per weekly opening of a schedule, in seconds after Sunday 00:00 local time
with schedules as (
    select * from {{ ref('stg_zendesk__schedules') }}
),

conformed as (
    select
        'zendesk' as source_system,
        cast(schedule_id as string) as native_schedule_id,
        cast(start_minute as double) * 60 as opens_second,
        cast(end_minute as double) * 60 as closes_second
    from schedules
)

select * from conformed
