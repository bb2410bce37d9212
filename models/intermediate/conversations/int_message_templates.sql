{{ config(incremental_strategy='whole_table') }}
-- grain: one row per message with sentences: the share that its author's role uses repeatedly
with message_text as (
    select * from {{ ref('int_message_text') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

sentences as (
    select
        messages.message_id,
        messages.thread_id,
        messages.author_role,
        message_sessions.session_id,
        {{ rows_of_array('message_text.sentence_fingerprints') }} as sentence_fingerprint
    from message_text
    inner join messages on message_text.message_id = messages.message_id
    inner join message_sessions on message_text.message_id = message_sessions.message_id
    where messages.author_role in ('bot', 'human_agent', 'system')
),

sessions_by_sentence as (
    select
        author_role,
        sentence_fingerprint,
        count(distinct session_id) as session_count
    from sentences
    group by author_role, sentence_fingerprint
),

shares as (
    select
        sentences.message_id,
        sentences.thread_id,
        avg(
            case
                when
                    sessions_by_sentence.session_count - 1
                    >= {{ metric_parameter('template_min_uses') }}
                    then cast(1 as double)
                else cast(0 as double)
            end
        ) as template_share
    from sentences
    inner join sessions_by_sentence
        on
            sentences.author_role = sessions_by_sentence.author_role
            and sentences.sentence_fingerprint = sessions_by_sentence.sentence_fingerprint
    group by sentences.message_id, sentences.thread_id
)

select * from shares
