{{ config(
    materialized=incremental_or_table(),
    unique_key=[],
    incremental_strategy='whole_table',
) }}
-- grain: one row per opening of a schedule's week, in seconds after Sunday 00:00 local time
-- Openings that overlap or touch are one: their common time must not count twice. An opening that
-- runs over the end of the week is cut there, so that it can meet one at the week's beginning.
with schedule_hours as (
    select * from {{ ref('int_schedule_hour_records') }}
),

bounded as (
    select
        {{ key_of(['schedule_hours.source_system', 'schedule_hours.native_schedule_id']) }}
            as schedule_id,
        schedule_hours.opens_second,
        case
            when schedule_hours.closes_second <= schedule_hours.opens_second
                then schedule_hours.closes_second + {{ week_seconds() }}
            else least(
                schedule_hours.closes_second, schedule_hours.opens_second + {{ week_seconds() }}
            )
        end as closes_second
    from schedule_hours
),

cut as (
    select
        schedule_id,
        opens_second,
        least(closes_second, {{ week_seconds() }}) as closes_second
    from bounded
    union all
    select
        schedule_id,
        cast(0 as double) as opens_second,
        closes_second - {{ week_seconds() }} as closes_second
    from bounded
    where closes_second > {{ week_seconds() }}
),

ordered as (
    select
        *,
        max(closes_second) over (
            partition by schedule_id order by opens_second, closes_second
            rows between unbounded preceding and 1 preceding
        ) as closed_before_second
    from cut
),

numbered as (
    select
        *,
        sum(case when opens_second <= closed_before_second then 0 else 1 end) over (
            partition by schedule_id order by opens_second, closes_second
            rows between unbounded preceding and current row
        ) as opening_seq
    from ordered
),

merged as (
    select
        schedule_id,
        min(opens_second) as opens_second,
        max(closes_second) as closes_second
    from numbered
    group by schedule_id, opening_seq
)

select * from merged
