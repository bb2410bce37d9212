-- Every change of a thread with messages is exactly one event of one session, and every such event
-- is a change. A row here is a change that the timeline lost or doubled.
with thread_events as (
    select * from {{ ref('int_thread_events') }}
),

message_threads as (
    select distinct thread_id
    from {{ ref('int_messages') }}
),

session_events as (
    select * from {{ ref('fct_session_events') }}
    where record_type = 'thread_event'
),

expected as (
    select thread_events.event_id
    from thread_events
    inner join message_threads on thread_events.thread_id = message_threads.thread_id
),

counted as (
    select
        expected.event_id,
        session_events.record_id,
        count(session_events.event_id) as event_count
    from expected
    full outer join session_events on expected.event_id = session_events.record_id
    group by expected.event_id, session_events.record_id
),

wrong as (
    select * from counted
    where event_id is null or event_count <> 1
)

select * from wrong
