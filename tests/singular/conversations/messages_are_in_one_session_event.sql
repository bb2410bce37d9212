-- Every message is exactly one event of its session, and every such event is a message. A row here
-- is a message that the timeline lost, doubled or put into another session.
with messages as (
    select * from {{ ref('fct_messages') }}
),

session_events as (
    select * from {{ ref('fct_session_events') }}
    where record_type = 'message'
),

counted as (
    select
        messages.message_id,
        session_events.record_id,
        count(session_events.event_id) as event_count
    from messages
    full outer join session_events
        on
            messages.message_id = session_events.record_id
            and messages.session_id = session_events.session_id
    group by messages.message_id, session_events.record_id
),

wrong as (
    select * from counted
    where message_id is null or event_count <> 1
)

select * from wrong
