-- grain: one row per conversational message: its turn, and the wait it ended
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

ordered as (
    select
        messages.message_id,
        messages.thread_id,
        messages.message_seq,
        messages.author_role,
        messages.sent_at,
        message_sessions.session_id,
        messages.author_role = 'customer'
        and coalesce(
            lag(messages.author_role) over (
                partition by messages.thread_id order by messages.message_seq
            ) <> 'customer',
            true
        ) as is_turn_start
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
),

in_turns as (
    select
        *,
        sum(case when is_turn_start then 1 else 0 end) over (
            partition by thread_id order by message_seq
            rows between unbounded preceding and current row
        ) as thread_turn,
        sum(case when is_turn_start then 1 else 0 end) over (
            partition by session_id order by message_seq
            rows between unbounded preceding and current row
        ) as turn_index,
        min(case when author_role = 'customer' then message_seq end) over (partition by session_id)
            as arrival_seq
    from ordered
),

answered as (
    select
        message_id,
        thread_id,
        session_id,
        author_role,
        sent_at,
        cast(turn_index as bigint) as turn_index,
        min(case when author_role = 'customer' then sent_at end) over (
            partition by thread_id, thread_turn
        ) as turn_started_at,
        row_number() over (
            partition by thread_id, thread_turn, author_role = 'customer' order by message_seq
        ) as turn_message_seq,
        author_role <> 'customer' and message_seq > arrival_seq as is_after_arrival,
        row_number() over (
            partition by session_id, author_role <> 'customer' and message_seq > arrival_seq
            order by message_seq
        ) as after_arrival_seq
    from in_turns
),

timed as (
    select
        message_id,
        thread_id,
        session_id,
        turn_index,
        case
            when author_role <> 'customer' and turn_message_seq = 1 and turn_started_at is not null
                then {{ seconds_between('turn_started_at', 'sent_at') }}
        end as reply_seconds,
        coalesce(is_after_arrival, false) as is_after_arrival,
        coalesce(is_after_arrival and after_arrival_seq = 1, false) as is_first_response
    from answered
)

select * from timed
