-- grain: one row per session in which the customer spoke: mood at its beginning and at its end
with messages as (
    select * from {{ ref('int_messages') }}
    where author_role = 'customer'
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

moods as (
    select
        message_sessions.session_id,
        message_sessions.thread_id,
        messages.sentiment_score,
        -- The source's classification decides; where it tells none, the words do.
        case
            when messages.sentiment_score is not null
                then messages.sentiment_score < {{ metric_parameter('negative_sentiment_below') }}
            else message_text.has_negative_emotion
        end as is_negative,
        row_number() over (
            partition by message_sessions.session_id order by messages.message_seq
        ) as rank_from_start,
        row_number() over (
            partition by message_sessions.session_id order by messages.message_seq desc
        ) as rank_from_end
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    left join message_text on messages.message_id = message_text.message_id
),

ends as (
    select
        session_id,
        thread_id,
        max(case when rank_from_start = 1 then sentiment_score end) as first_sentiment_score,
        max(case when rank_from_end = 1 then sentiment_score end) as last_sentiment_score,
        bool_or(case when rank_from_start = 1 then is_negative end) as is_begun_negative,
        bool_or(case when rank_from_end = 1 then is_negative end) as is_ended_negative
    from moods
    group by session_id, thread_id
)

select * from ends
