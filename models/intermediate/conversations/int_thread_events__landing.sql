-- grain: one row per landed change of a thread
with thread_events as (
    select * from {{ ref('stg_landing__thread_events') }}
),

conformed as (
    select
        'landing' as source_system,
        event_id as native_event_id,
        thread_id as native_thread_id,
        lower(event_type) as event_type,
        value as event_value,
        actor_id as native_actor_id,
        occurred_at
    from thread_events
)

select * from conformed
