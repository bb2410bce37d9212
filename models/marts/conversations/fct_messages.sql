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

message_text as (
    select * from {{ ref('int_message_text') }}
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

-- Tone is read where the company answers a customer in words of its own.
readable_tone as (
    select
        messages.message_id,
        case
            when
                messages.author_role in ('bot', 'human_agent')
                and messages.is_public
                and not message_sessions.is_auto_acknowledgment
                then message_text.tone_language
        end as tone_language
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
),

rated as (
    select
        readable_tone.message_id,
        case when readable_tone.tone_language is not null then 'lexicon' end as tone_method,
        {{ rubric_score('acknowledgment', 'readable_tone.tone_language') }} as acknowledgment_score,
        {{ rubric_score('clarity', 'readable_tone.tone_language') }} as clarity_score,
        {{ rubric_score('reassurance', 'readable_tone.tone_language') }} as reassurance_score,
        {{ rubric_score('accountability', 'readable_tone.tone_language') }} as accountability_score,
        {{ rubric_score('appropriateness', 'readable_tone.tone_language') }}
            as appropriateness_score
    from readable_tone
    inner join message_text on readable_tone.message_id = message_text.message_id
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
        rated.tone_method,
        message_turns.turn_index,
        messages.knowledge_source_count,
        message_text.body_characters,
        messages.intent_confidence,
        messages.confidence,
        messages.generation_ms,
        messages.edit_ratio,
        messages.sentiment_score,
        message_turns.reply_seconds,
        business_waits.business_seconds as reply_business_seconds,
        message_templates.template_share,
        rated.acknowledgment_score,
        rated.clarity_score,
        rated.reassurance_score,
        rated.accountability_score,
        rated.appropriateness_score,
        {{ rubric_mean_as_percent([
            'rated.acknowledgment_score', 'rated.clarity_score', 'rated.reassurance_score',
            'rated.accountability_score', 'rated.appropriateness_score',
        ]) }} as tone_alignment_score,
        messages.is_public,
        messages.is_human_approved,
        messages.is_human_edited,
        message_sessions.is_auto_acknowledgment,
        coalesce(message_turns.is_first_response, false) as is_first_response,
        message_text.has_acknowledgment,
        message_text.has_apology,
        message_text.has_next_step,
        message_text.has_timeline,
        message_text.has_question,
        message_text.has_blame,
        message_text.has_empathy_phrase,
        messages.sent_at
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
    left join message_turns on messages.message_id = message_turns.message_id
    left join message_templates on messages.message_id = message_templates.message_id
    left join cases on messages.thread_id = cases.thread_id
    left join rated on messages.message_id = rated.message_id
    left join business_waits on messages.message_id = business_waits.wait_id
)

select * from final
