-- grain: one row per message of a person: the working time it stands for
-- No source tells how long a person worked, so the time since the message before stands in for it,
-- at most a cap: a person who writes an hour later did not work on it for the hour.
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

since_before as (
    select
        message_id,
        thread_id,
        author_role,
        {{ seconds_between(
            'lag(sent_at) over (partition by thread_id order by message_seq)', 'sent_at'
        ) }} as seconds_since_before
    from messages
),

worked as (
    select
        since_before.message_id,
        since_before.thread_id,
        message_sessions.session_id,
        least(since_before.seconds_since_before, {{ metric_parameter('handle_time_cap_seconds') }})
            as handle_seconds
    from since_before
    inner join message_sessions on since_before.message_id = message_sessions.message_id
    where
        since_before.author_role = 'human_agent'
        and since_before.seconds_since_before is not null
)

select * from worked
