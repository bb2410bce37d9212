{{ config(incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'native_event_id', 'native_thread_id', 'event_type', 'event_value',
    'native_actor_id', 'occurred_at',
] -%}
-- grain: one row per change of a thread: status, assignee, group, priority, schedule
with thread_events as (
    {{ union_adapters('thread_events', columns) }}
),

thread_statuses as (
    select * from {{ ref('thread_statuses') }}
),

keyed as (
    select
        {{ key_of(['thread_events.source_system', 'thread_events.native_event_id']) }} as event_id,
        thread_events.source_system,
        {{ key_of(['thread_events.source_system', 'thread_events.native_thread_id']) }}
            as thread_id,
        {{ key_of(['thread_events.source_system', 'thread_events.native_actor_id']) }} as actor_id,
        thread_events.event_type,
        case when thread_events.event_type = 'status' then lower(thread_events.event_value) end
            as status,
        case
            when thread_events.event_type = 'assignee'
                then {{ key_of(['thread_events.source_system', 'thread_events.event_value']) }}
            when thread_events.event_type = 'status' then lower(thread_events.event_value)
            else thread_events.event_value
        end as event_value,
        thread_events.occurred_at
    from thread_events
),

numbered as (
    select
        keyed.event_id,
        keyed.source_system,
        keyed.thread_id,
        keyed.actor_id,
        keyed.event_type,
        keyed.event_value,
        coalesce(thread_statuses.is_resolution, false) as is_resolution,
        coalesce(thread_statuses.is_live, false) as is_live,
        keyed.occurred_at,
        row_number() over (
            partition by keyed.thread_id, keyed.event_type
            order by keyed.occurred_at, keyed.event_id
        ) as event_seq
    from keyed
    left join thread_statuses on keyed.status = thread_statuses.status
)

select * from numbered
