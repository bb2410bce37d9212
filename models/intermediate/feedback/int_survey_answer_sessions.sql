{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per survey answer about a thread: the last session begun before it
with survey_answers as (
    select * from {{ ref('int_survey_answer_records') }}
    where thread_id is not null
),

messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

session_starts as (
    select
        message_sessions.thread_id,
        message_sessions.session_id,
        min(messages.sent_at) as started_at
    from message_sessions
    inner join messages on message_sessions.message_id = messages.message_id
    group by message_sessions.thread_id, message_sessions.session_id
),

begun as (
    select
        survey_answers.answer_id,
        survey_answers.thread_id,
        survey_answers.customer_id,
        session_starts.session_id,
        row_number() over (
            partition by survey_answers.answer_id
            order by session_starts.started_at desc, session_starts.session_id asc
        ) as session_rank
    from survey_answers
    inner join session_starts
        on
            survey_answers.thread_id = session_starts.thread_id
            and survey_answers.submitted_at >= session_starts.started_at
),

final as (
    select
        answer_id,
        thread_id,
        customer_id,
        session_id
    from begun
    where session_rank = 1
)

select * from final
