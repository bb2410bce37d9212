{{ config(materialized='view') }}
-- grain: one row per message: its part in each metric
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
    {{ metric_observations('records', 'messages') | indent(4) }}
)

select * from observations
