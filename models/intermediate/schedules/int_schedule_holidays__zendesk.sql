-- grain: one row per holiday of a schedule; the end date is the first working day after it
with schedule_holidays as (
    select * from {{ ref('stg_zendesk__schedule_holidays') }}
),

conformed as (
    select
        'zendesk' as source_system,
        cast(schedule_id as string) as native_schedule_id,
        start_date as holiday_from,
        cast({{ dbt.dateadd('day', 1, 'end_date') }} as date) as holiday_to
    from schedule_holidays
)

select * from conformed
