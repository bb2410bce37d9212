-- The messages of one session have one key, whichever source delivered each of them. A row here is
-- a session that an assistant's log and a helpdesk would count twice.
with message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

split_sessions as (
    select
        thread_id,
        session_seq
    from message_sessions
    group by thread_id, session_seq
    having count(distinct session_id) > 1
)

select * from split_sessions
