-- grain: one row per change on a thread: status, assignee, priority, schedule
with source as (
    {{ stage_source('landing', 'thread_events') }}
),

selected as (
    select
        event_id,
        thread_id,
        actor_id,
        event_type,
        value,
        occurred_at,
        synced_at
    from source
)

select * from selected
