-- grain: one row per thread with a customer message: its arrival and its first responses
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

conversation as (
    select
        messages.thread_id,
        messages.message_seq,
        messages.author_role,
        messages.sent_at,
        min(case when messages.author_role = 'customer' then messages.message_seq end) over (
            partition by messages.thread_id
        ) as arrival_seq
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
),

arrivals as (
    select
        thread_id,
        min(case when message_seq = arrival_seq then sent_at end) as arrival_at,
        min(case when message_seq > arrival_seq and author_role <> 'customer' then sent_at end)
            as first_response_at,
        min(case when message_seq > arrival_seq and author_role = 'bot' then sent_at end)
            as first_bot_response_at,
        min(case when message_seq > arrival_seq and author_role = 'human_agent' then sent_at end)
            as first_human_response_at
    from conversation
    where arrival_seq is not null
    group by thread_id
)

select * from arrivals
