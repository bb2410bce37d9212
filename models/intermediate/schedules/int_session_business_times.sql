{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per session on a thread with a schedule: its waits in business seconds
with business_waits as (
    select * from {{ ref('int_business_waits') }}
),

business_times as (
    select
        wait_id as session_id,
        thread_id,
        {% for wait_type in [
            'first_response', 'first_bot_response', 'first_human_response', 'useful_response',
        ] -%}
        max(case when wait_type = 'session_{{ wait_type }}' then business_seconds end)
            as {{ wait_type }}_business_seconds,
        {% endfor -%}
        max(case when wait_type = 'session_resolution' then business_seconds end)
            as resolution_business_seconds
    from business_waits
    where wait_type like 'session_%'
    group by wait_id, thread_id
)

select * from business_times
