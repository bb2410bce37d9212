-- grain: one row per session that showed confidence: when the customer first did
-- A thank-you before any response is politeness, so only what follows a response counts; or an
-- answer to a short question that is favourable.
with message_turns as (
    select * from {{ ref('int_message_turns') }}
),

messages as (
    select * from {{ ref('int_messages') }}
    where author_role = 'customer'
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

session_responses as (
    select * from {{ ref('int_session_responses') }}
),

answers as (
    select * from {{ ref('int_survey_answers') }}
    where measure in ('confidence', 'solved') and session_id is not null
),

measures as (
    select * from {{ ref('survey_measures') }}
),

shown as (
    select
        message_turns.session_id,
        message_turns.thread_id,
        messages.sent_at as confident_at
    from message_turns
    inner join messages on message_turns.message_id = messages.message_id
    inner join message_text on message_turns.message_id = message_text.message_id
    inner join session_responses on message_turns.session_id = session_responses.session_id
    where
        (
            coalesce(message_text.has_confirmation, false)
            or coalesce(message_text.has_gratitude, false)
        )
        and not coalesce(message_text.has_not_solved, false)
        and messages.sent_at >= session_responses.first_response_at
        and message_turns.turn_index > 1
    union all
    select
        answers.session_id,
        answers.thread_id,
        answers.submitted_at as confident_at
    from answers
    inner join measures on answers.measure = measures.measure
    where
        (answers.score - answers.scale_min) / nullif(answers.scale_max - answers.scale_min, 0)
        >= measures.favourable_from
),

first_shown as (
    select
        session_id,
        thread_id,
        min(confident_at) as confident_at
    from shown
    group by session_id, thread_id
)

select * from first_shown
