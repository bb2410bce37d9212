-- grain: one row per beginning and end of a conversation that stayed with the assistant
with conversation_threads as (
    select * from {{ ref('int_conversation_threads__assistant') }}
    where thread_source_system is null
),

changes as (
    select
        conversation_id || ':began' as native_event_id,
        native_thread_id,
        'open' as event_value,
        native_user_id as native_actor_id,
        created_at as occurred_at
    from conversation_threads
    union all
    select
        conversation_id || ':ended' as native_event_id,
        native_thread_id,
        status as event_value,
        cast(null as string) as native_actor_id,
        ended_at as occurred_at
    from conversation_threads
    where ended_at is not null
),

conformed as (
    select
        'assistant' as source_system,
        native_event_id,
        native_thread_id,
        'status' as event_type,
        event_value,
        native_actor_id,
        occurred_at
    from changes
)

select * from conformed
