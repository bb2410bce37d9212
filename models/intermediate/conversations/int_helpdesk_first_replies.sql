-- grain: one row per thread with a first reply as helpdesks define it: for comparing, not for steering
-- From the creation to the first public reply of a person; where a person opened the thread in
-- public, to the second.
with threads as (
    select * from {{ ref('int_threads') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

human_messages as (
    select
        thread_id,
        sent_at,
        min(message_seq) over (partition by thread_id) as first_seq,
        row_number() over (partition by thread_id order by message_seq) as reply_seq
    from messages
    where author_role = 'human_agent' and is_public
),

first_replies as (
    select
        human_messages.thread_id,
        {{ seconds_between('min(threads.created_at)', 'min(human_messages.sent_at)') }}
            as helpdesk_first_reply_seconds
    from human_messages
    inner join threads on human_messages.thread_id = threads.thread_id
    where human_messages.reply_seq > 1 or human_messages.first_seq > 1
    group by human_messages.thread_id
)

select * from first_replies
