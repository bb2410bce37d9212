{%- set columns = ['source_system', 'native_schedule_id', 'opens_second', 'closes_second'] -%}
-- grain: one row per weekly opening of a schedule, in seconds after Sunday 00:00 local time
with schedule_hours as (
    {{ union_adapters('schedule_hours', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_schedule_id']) }} as schedule_id,
        opens_second,
        closes_second
    from schedule_hours
)

select * from keyed
