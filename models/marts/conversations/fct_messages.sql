{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per message; no text
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

message_turns as (
    select * from {{ ref('int_message_turns') }}
),

-- Sentences are counted before they are joined, so that no list goes through the joins.
message_text as (
    select
        *,
        cast({{ element_count('sentence_fingerprints') }} as bigint) as sentence_count
    from {{ ref('int_message_text') }}
),

message_templates as (
    select * from {{ ref('int_message_templates') }}
),

cases as (
    select * from {{ ref('int_cases') }}
),

business_waits as (
    select * from {{ ref('int_business_waits') }}
    where wait_type = 'reply'
),

message_tone as (
    select * from {{ ref('int_message_tone') }}
),

message_usefulness as (
    select * from {{ ref('int_message_usefulness') }}
),

message_rephrases as (
    select * from {{ ref('int_message_rephrases') }}
),

lexicon_confidence as (
    select * from {{ ref('int_lexicon_confidence') }}
),

final as (
    select
        messages.message_id,
        messages.source_system,
        messages.thread_id,
        message_sessions.session_id,
        cases.case_id,
        messages.customer_id,
        messages.author_id,
        messages.author_role,
        messages.channel,
        messages.language,
        messages.intent,
        messages.severity,
        messages.model_version,
        messages.prompt_id,
        messages.prompt_version,
        messages.guardrail_version,
        messages.retrieval_policy_version,
        messages.classifier_version,
        message_tone.tone_method,
        message_tone.rubric_version,
        message_usefulness.useful_method,
        message_turns.turn_index,
        messages.knowledge_source_count,
        message_text.body_characters,
        message_text.sentence_count,
        messages.intent_confidence,
        messages.confidence,
        messages.generation_ms,
        messages.edit_ratio,
        messages.sentiment_score,
        message_turns.reply_seconds,
        {{ seconds_between('messages.previous_sent_at', 'messages.sent_at') }} as gap_seconds,
        business_waits.business_seconds as reply_business_seconds,
        message_templates.template_share,
        message_tone.acknowledgment_score,
        message_tone.clarity_score,
        message_tone.reassurance_score,
        message_tone.accountability_score,
        message_tone.appropriateness_score,
        message_tone.specificity_score,
        message_tone.tone_score,
        message_tone.tone_alignment_score,
        case
            when message_usefulness.useful_method = 'lexicon' and message_usefulness.is_useful
                then lexicon_confidence.useful_precision
            when message_usefulness.useful_method = 'lexicon'
                then lexicon_confidence.useless_precision
            else message_usefulness.useful_confidence
        end as useful_confidence,
        messages.is_public,
        messages.is_human_approved,
        messages.is_human_edited,
        message_sessions.is_auto_acknowledgment,
        coalesce(message_turns.is_first_response, false) as is_first_response,
        message_usefulness.is_useful,
        message_rephrases.is_rephrase,
        message_usefulness.is_followed_by_rephrase,
        message_tone.is_generic,
        message_tone.is_too_instant_and_generic,
        message_tone.is_too_instant and not message_usefulness.is_useful as is_fast_failure,
        message_tone.is_within_channel_norm,
        message_text.has_acknowledgment,
        message_text.has_apology,
        message_text.has_next_step,
        message_text.has_timeline,
        message_text.has_question,
        message_text.has_list_or_steps,
        message_text.has_blame,
        message_text.has_empathy_phrase,
        message_text.has_mirroring,
        message_text.has_casual_language,
        messages.sent_at
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
    left join message_turns on messages.message_id = message_turns.message_id
    left join message_templates on messages.message_id = message_templates.message_id
    left join cases on messages.thread_id = cases.thread_id
    left join business_waits on messages.message_id = business_waits.wait_id
    left join message_tone on messages.message_id = message_tone.message_id
    left join message_usefulness on messages.message_id = message_usefulness.message_id
    left join message_rephrases on messages.message_id = message_rephrases.message_id
    cross join lexicon_confidence
)

select * from final
