{%- set columns = ['source_system', 'native_schedule_id', 'holiday_from', 'holiday_to'] -%}
-- grain: one row per holiday [holiday_from, holiday_to) of a schedule, in local dates
with schedule_holidays as (
    {{ union_adapters('schedule_holidays', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_schedule_id']) }} as schedule_id,
        holiday_from,
        holiday_to
    from schedule_holidays
)

select * from keyed
