{%- set columns = ['source_system', 'native_schedule_id', 'holiday_from', 'holiday_to'] -%}
-- grain: one row per holiday of a schedule, as a source tells it
with schedule_holidays as (
    {{ union_adapters('schedule_holidays', columns) }}
)

select * from schedule_holidays
