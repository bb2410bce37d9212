-- grain: one row per customer message of a conversation, with what it repeats of the one before it
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

parameters as (
    select
        {{ metric_parameter('rephrase_min_similarity') }} as min_similarity,
        {{ metric_parameter('rephrase_min_similarity_unsolved') }} as min_similarity_unsolved,
        {{ metric_parameter('rephrase_min_words') }} as min_words
    from {{ ref('int_as_of') }}
),

spoken as (
    select
        messages.message_id,
        messages.thread_id,
        message_sessions.session_id,
        messages.author_role,
        messages.intent,
        messages.message_seq,
        lag(messages.author_role) over (
            partition by message_sessions.session_id order by messages.message_seq
        ) as role_before
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
),

consecutive as (
    select
        spoken.message_id,
        spoken.thread_id,
        spoken.session_id,
        spoken.intent,
        message_text.subject_fingerprints,
        message_text.has_not_solved,
        message_text.has_repeated_contact,
        spoken.message_seq,
        spoken.role_before,
        lag(spoken.intent) over in_session as intent_before,
        lag(message_text.subject_fingerprints) over in_session as subject_before,
        lag(spoken.message_seq) over in_session as message_seq_before
    from spoken
    inner join message_text on spoken.message_id = message_text.message_id
    where spoken.author_role = 'customer'
    window in_session as (partition by spoken.session_id order by spoken.message_seq)
),

counted as (
    select
        *,
        {{ shared_count('subject_fingerprints', 'subject_before') }} as shared_words,
        {{ element_count('subject_fingerprints') }} as words,
        {{ element_count('subject_before') }} as words_before,
        coalesce(has_not_solved, false) or coalesce(has_repeated_contact, false)
            as is_said_to_be_unsolved
    from consecutive
),

compared as (
    select
        counted.message_id,
        counted.thread_id,
        counted.session_id,
        cast(counted.shared_words as double)
        / nullif(counted.words + counted.words_before - counted.shared_words, 0)
            as similarity,
        counted.is_said_to_be_unsolved,
        coalesce(counted.intent, '') = coalesce(counted.intent_before, '') as is_same_intent,
        least(counted.words, counted.words_before) >= parameters.min_words as is_long_enough,
        case
            when counted.is_said_to_be_unsolved then parameters.min_similarity_unsolved
            else parameters.min_similarity
        end as similarity_needed,
        counted.role_before,
        counted.message_seq,
        counted.message_seq_before
    from counted
    cross join parameters
),

final as (
    select
        message_id,
        thread_id,
        session_id,
        similarity,
        -- Sent twice without a reply in between is impatience or a slip, not a second attempt.
        message_seq_before is not null
        and role_before <> 'customer'
        and is_same_intent
        and coalesce(is_long_enough, false)
        and coalesce(similarity >= similarity_needed, false) as is_rephrase,
        message_seq,
        message_seq_before
    from compared
)

select * from final
