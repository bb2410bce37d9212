-- grain: one row per session with a response after its arrival: the first of each kind
with message_turns as (
    select * from {{ ref('int_message_turns') }}
    where is_after_arrival
),

messages as (
    select * from {{ ref('int_messages') }}
),

responses as (
    select
        message_turns.session_id,
        message_turns.thread_id,
        min(messages.sent_at) as first_response_at,
        min(case when messages.author_role = 'bot' then messages.sent_at end)
            as first_bot_response_at,
        min(case when messages.author_role = 'human_agent' then messages.sent_at end)
            as first_human_response_at
    from message_turns
    inner join messages on message_turns.message_id = messages.message_id
    group by message_turns.session_id, message_turns.thread_id
)

select * from responses
