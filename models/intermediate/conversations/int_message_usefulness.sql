{{ config(
    meta={'touched_by': {
        'int_message_ratings': {
            'key': 'message_id', 'through': 'int_messages', 'column': 'message_id',
        },
    }},
) }}
-- grain: one row per public reply of a bot or a person that is no automatic acknowledgment (D06)
with messages as (
    select * from {{ ref('int_messages') }}
    where author_role in ('bot', 'human_agent')
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

message_rephrases as (
    select * from {{ ref('int_message_rephrases') }}
),

message_ratings as (
    select * from {{ ref('int_message_ratings') }}
    where item = 'useful'
),

parameters as (
    select
        {{ metric_parameter('useful_judge_min_confidence') }} as judge_min_confidence,
        {{ metric_parameter('useful_unexplained_max_words') }} as unexplained_max_words,
        {{ metric_parameter('useful_deferral_max_words') }} as deferral_max_words
    from {{ ref('int_as_of') }}
),

-- Raters that are split say nothing: a half is no label.
human_shares as (
    select
        message_id,
        avg(score) as useful_share
    from message_ratings
    where rater_type = 'human'
    group by message_id
),

human_labels as (
    select
        message_id,
        useful_share > 1 - useful_share as is_useful,
        greatest(useful_share, 1 - useful_share) as confidence
    from human_shares
    where useful_share <> 1 - useful_share
),

latest_judgements as (
    select
        message_ratings.message_id,
        message_ratings.score,
        message_ratings.confidence,
        row_number() over (
            partition by message_ratings.message_id
            order by message_ratings.rated_at desc, message_ratings.rating_id asc
        ) as recency
    from message_ratings
    cross join parameters
    where
        message_ratings.rater_type = 'judge'
        and coalesce(message_ratings.confidence >= parameters.judge_min_confidence, true)
),

judge_labels as (
    select
        message_id,
        score >= 1 as is_useful,
        confidence
    from latest_judgements
    where recency = 1
),

replies as (
    select
        messages.message_id,
        messages.thread_id,
        messages.message_seq,
        message_sessions.session_id,
        message_text.tone_language,
        message_text.word_count,
        message_text.unexplained_word_count,
        coalesce(message_text.has_performed_action, false)
        or coalesce(message_text.has_instruction, false)
        or coalesce(message_text.has_finding, false)
        or (
            coalesce(message_text.has_next_step or message_text.has_ownership, false)
            and (
                coalesce(message_text.has_timeline, false)
                or message_text.promised_seconds is not null
            )
        ) as moves_on,
        coalesce(message_text.has_information_request, false) as asks_for_information,
        coalesce(message_text.has_chaser, false) as is_chaser,
        coalesce(message_text.has_receipt, false)
        or coalesce(message_text.has_holding_reply, false)
        or coalesce(message_text.has_closing_notice, false)
        or coalesce(message_text.has_closing_check, false)
        or coalesce(message_text.has_chaser, false) as is_deferral,
        coalesce(message_text.has_acknowledgment, false)
        or coalesce(message_text.has_apology, false)
        or coalesce(message_text.has_empathy_phrase, false)
        or coalesce(message_text.has_reassurance, false)
        or coalesce(message_text.has_gratitude, false)
        or coalesce(message_text.has_closing_check, false)
        or coalesce(message_text.has_greeting, false) as is_stock
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
),

-- A reply that no act explains stays unlabelled: a plain statement may well be the answer.
read as (
    select
        replies.message_id,
        replies.thread_id,
        replies.message_seq,
        replies.session_id,
        case
            when replies.tone_language is null then null
            when replies.moves_on then true
            when replies.asks_for_information and replies.is_chaser then null
            when replies.asks_for_information then true
            when replies.is_deferral and replies.word_count <= parameters.deferral_max_words
                then false
            when
                replies.is_stock
                and replies.unexplained_word_count <= parameters.unexplained_max_words
                then false
        end as is_useful_by_lexicon
    from replies
    cross join parameters
),

-- A customer message that asks the same again: the replies before it did not help.
followed as (
    select
        read.message_id,
        read.thread_id,
        read.session_id,
        read.is_useful_by_lexicon,
        message_rephrases.is_rephrase as is_followed_by_rephrase
    from read
    left join message_rephrases
        on
            read.session_id = message_rephrases.session_id
            and read.message_seq > message_rephrases.message_seq_before
            and read.message_seq < message_rephrases.message_seq
),

judged as (
    select
        followed.message_id,
        followed.thread_id,
        followed.session_id,
        human_labels.is_useful as is_useful_by_human,
        human_labels.confidence as human_confidence,
        judge_labels.confidence as judge_confidence,
        judge_labels.message_id is not null as is_judged,
        followed.is_followed_by_rephrase,
        coalesce(followed.is_followed_by_rephrase, false) as is_disqualified,
        coalesce(judge_labels.is_useful, followed.is_useful_by_lexicon) as is_useful_as_read,
        followed.is_useful_by_lexicon
        and not coalesce(followed.is_followed_by_rephrase, false) as is_useful_by_lexicon
    from followed
    left join human_labels on followed.message_id = human_labels.message_id
    left join judge_labels on followed.message_id = judge_labels.message_id
),

final as (
    select
        message_id,
        thread_id,
        session_id,
        case
            when is_useful_by_human is not null then 'human'
            when is_useful_as_read is null then null
            when is_disqualified then 'rephrase'
            when is_judged then 'judge'
            else 'lexicon'
        end as useful_method,
        case
            when is_useful_by_human is not null then human_confidence
            when is_judged and not is_disqualified then judge_confidence
        end as useful_confidence,
        case
            when is_useful_by_human is not null then is_useful_by_human
            when is_useful_as_read is null then null
            when is_disqualified then false
            else is_useful_as_read
        end as is_useful,
        is_useful_by_human,
        is_useful_by_lexicon,
        is_followed_by_rephrase
    from judged
)

select * from final
