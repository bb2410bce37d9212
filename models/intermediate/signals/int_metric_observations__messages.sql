-- grain: one row per metric and message that counts for it
with messages as (
    select * from {{ ref('fct_messages') }}
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

records as (
    select
        messages.message_id as record_id,
        sessions.journey_stage,
        sessions.segment,
        messages.tone_alignment_score,
        messages.is_first_response,
        messages.has_acknowledgment,
        messages.has_next_step,
        messages.author_role = 'bot' and messages.has_question as is_bot_question,
        messages.is_followed_by_rephrase,
        messages.is_useful,
        messages.turn_index,
        messages.is_too_instant_and_generic,
        messages.is_within_channel_norm,
        coalesce(messages.customer_id, messages.session_id) as customer_id,
        cast(messages.sent_at as date) as observed_on
    from messages
    inner join sessions on messages.session_id = sessions.session_id
    where
        messages.author_role in ('bot', 'human_agent')
        and messages.is_public
        and not messages.is_auto_acknowledgment
),

observations as (
    {{ metric_observations('records', [
        ('tone_alignment_mean', 'tone_alignment_score', '1'),
        ('acknowledgment_rate', one_if('has_acknowledgment'), one_if('is_first_response')),
        ('next_step_rate', one_if('has_next_step'), '1'),
        ('question_clarity_rate', one_if('not is_followed_by_rephrase'), one_if('is_bot_question')),
        ('useful_first_reply_rate', one_if('is_useful'), one_if('turn_index = 1')),
        ('useful_follow_up_reply_rate', one_if('is_useful'), one_if('turn_index > 1')),
        ('too_instant_generic_rate', one_if('is_too_instant_and_generic'), '1'),
        ('channel_norm_rate', one_if('is_within_channel_norm'), '1'),
    ]) | indent(4) }}
)

select * from observations
