{%- set columns = ['source_system', 'native_schedule_id', 'opens_second', 'closes_second'] -%}
-- grain: one row per opening of a schedule, as a source tells it
with schedule_hours as (
    {{ union_adapters('schedule_hours', columns) }}
)

select * from schedule_hours
