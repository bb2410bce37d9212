{{ config(
    materialized=incremental_or_table(),
    unique_key=[],
    incremental_strategy='whole_table',
) }}
-- grain: one row per stretch [holiday_from, holiday_to) of holidays of a schedule, in local dates
-- Holidays that overlap or touch are one stretch: a day must not be taken off twice.
with schedule_holidays as (
    select * from {{ ref('int_schedule_holiday_records') }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_schedule_id']) }} as schedule_id,
        holiday_from,
        holiday_to
    from schedule_holidays
),

ordered as (
    select
        *,
        max(holiday_to) over (
            partition by schedule_id order by holiday_from, holiday_to
            rows between unbounded preceding and 1 preceding
        ) as ended_before
    from keyed
),

numbered as (
    select
        *,
        sum(case when holiday_from <= ended_before then 0 else 1 end) over (
            partition by schedule_id order by holiday_from, holiday_to
            rows between unbounded preceding and current row
        ) as stretch_seq
    from ordered
),

merged as (
    select
        schedule_id,
        min(holiday_from) as holiday_from,
        max(holiday_to) as holiday_to
    from numbered
    group by schedule_id, stretch_seq
)

select * from merged
