{{ config(
    materialized=incremental_or_table(),
    unique_key=[],
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_schedule_id', 'offset_seconds', 'valid_from', 'valid_to',
] -%}
-- grain: one row per schedule and period [valid_from, valid_to) of one offset from UTC
with schedule_offsets as (
    {{ union_adapters('schedule_offsets', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_schedule_id']) }} as schedule_id,
        offset_seconds,
        valid_from,
        valid_to
    from schedule_offsets
)

select * from keyed
