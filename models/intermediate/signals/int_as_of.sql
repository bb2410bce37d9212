{{ config(materialized=incremental_or_table(), incremental_strategy='whole_table') }}
-- grain: one row: the moment from which periods and maturity are counted; no model reads the clock
with days as (
    select * from {{ ref('int_event_days') }}
),

neighbours as (
    select
        event_day,
        event_count,
        newest_at,
        lag(event_day) over (order by event_day) as day_before,
        sum(event_count) over () as all_count,
        sum(event_count) over (
            order by event_day desc rows between unbounded preceding and current row
        ) as count_from_here
    from days
),

-- A few events long after all others have a wrong clock: one of them would make everything look
-- old, and every outcome known.
alone as (
    select min(event_day) as first_day
    from neighbours
    where
        {{ seconds_between('cast(day_before as timestamp)', 'cast(event_day as timestamp)') }}
        > {{ var('as_of_gap_days') }} * 86400
        and count_from_here < {{ var('as_of_alone_share') }} * all_count
),

believed as (
    select
        neighbours.newest_at,
        neighbours.event_count,
        alone.first_day is null or neighbours.event_day < alone.first_day as is_believed
    from neighbours
    cross join alone
),

as_of as (
    select
        {% if env_var('EMPATHY_AS_OF', '') -%}
        cast('{{ env_var("EMPATHY_AS_OF") }}' as timestamp) as as_of_at,
        {%- else -%}
        max(case when is_believed then newest_at end) as as_of_at,
        {%- endif %}
        max(newest_at) as newest_event_at,
        cast(coalesce(sum(case when not is_believed then event_count end), 0) as bigint)
            as events_alone_count
    from believed
)

select * from as_of
