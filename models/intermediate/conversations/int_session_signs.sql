-- grain: one row per session: who spoke last, and what the customer's words say about the outcome
with message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

spoken as (
    select
        message_sessions.session_id,
        message_sessions.thread_id,
        message_sessions.is_conversational,
        messages.author_role,
        messages.author_role = 'customer' as is_customer,
        row_number() over (
            partition by message_sessions.session_id, message_sessions.is_conversational
            order by messages.message_seq desc
        ) as rank_from_end,
        row_number() over (
            partition by
                message_sessions.session_id,
                message_sessions.is_conversational,
                messages.author_role = 'customer'
            order by messages.message_seq desc
        ) as side_rank_from_end,
        coalesce(
            message_text.has_gratitude
            and not message_text.has_question
            and message_text.word_count <= {{ metric_parameter('gratitude_max_words') }},
            false
        ) as is_thanks,
        coalesce(message_text.has_confirmation and not message_text.has_not_solved, false)
            as is_confirmation,
        coalesce(message_text.has_not_solved, false) as is_not_solved,
        coalesce(message_text.has_repeated_contact, false) as is_repeated_contact
    from message_sessions
    inner join messages on message_sessions.message_id = messages.message_id
    left join message_text on message_sessions.message_id = message_text.message_id
),

signs as (
    select
        session_id,
        thread_id,
        max(case when is_conversational and rank_from_end = 1 then author_role end)
            as last_author_role,
        -- A session of nothing but thanks is no contact.
        coalesce(
            count(case when is_conversational and is_customer then 1 end) > 0
            and count(case when is_conversational and is_customer then 1 end)
            = count(case when is_conversational and is_customer and is_thanks then 1 end)
            and count(case when is_conversational and not is_customer then 1 end) = 0,
            false
        ) as is_thanks_only,
        coalesce(
            bool_or(
                is_conversational and is_customer and side_rank_from_end = 1 and is_confirmation
            )
            and bool_or(is_conversational and not is_customer),
            false
        ) as is_confirmed_in_words,
        -- Only as the last word: a reply may have settled what was said before it.
        coalesce(
            bool_or(is_conversational and is_customer and rank_from_end = 1 and is_not_solved)
            and bool_or(is_conversational and not is_customer),
            false
        ) as is_denied_in_words,
        coalesce(bool_or(is_conversational and is_customer and is_repeated_contact), false)
            as has_repeated_contact
    from spoken
    group by session_id, thread_id
)

select * from signs
