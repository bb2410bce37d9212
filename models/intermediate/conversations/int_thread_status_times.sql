-- grain: one row per thread with status history: its resolutions, and who waited how long
with status_spans as (
    select * from {{ ref('int_status_spans') }}
),

measured as (
    select
        *,
        {{ seconds_between('entered_at', 'left_at') }} as status_seconds
    from status_spans
),

status_times as (
    select
        thread_id,
        min(case when is_resolution then entered_at end) as first_resolved_at,
        max(case when is_resolution and was_live then entered_at end) as last_resolved_at,
        count(case when is_resolution and was_live then 1 end) as resolution_count,
        {{ exact_sum(
            "case when waits_for in ('agent', 'third_party') then status_seconds else 0 end",
            'decimal(18, 6)'
        ) }} as requester_wait_seconds,
        {{ exact_sum(
            "case when waits_for = 'requester' then status_seconds else 0 end", 'decimal(18, 6)'
        ) }} as agent_wait_seconds,
        {{ exact_sum(
            "case when waits_for = 'third_party' then status_seconds else 0 end", 'decimal(18, 6)'
        ) }} as on_hold_seconds
    from measured
    group by thread_id
)

select * from status_times
