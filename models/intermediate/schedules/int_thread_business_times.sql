{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per thread with a schedule: its waits in business seconds
with business_waits as (
    select * from {{ ref('int_business_waits') }}
    where wait_type like 'thread_%' or wait_type like 'status_%' or wait_type = 'reply'
),

business_times as (
    select
        thread_id,
        {% for wait_type in [
            'first_response', 'first_bot_response', 'first_human_response', 'first_resolution',
            'full_resolution',
        ] -%}
        max(case when wait_type = 'thread_{{ wait_type }}' then business_seconds end)
            as {{ wait_type }}_business_seconds,
        {% endfor -%}
        {{ exact_sum("case when wait_type = 'reply' then business_seconds end", 'decimal(18, 6)') }}
            as total_reply_business_seconds,
        {{ exact_sum(
            "case when wait_type in ('status_agent', 'status_third_party') "
            ~ "then business_seconds end",
            'decimal(18, 6)'
        ) }} as requester_wait_business_seconds
    from business_waits
    group by thread_id
)

select * from business_times
