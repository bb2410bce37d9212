-- grain: one row per session: one continuous effort on one thread
with messages as (
    select * from {{ ref('int_messages') }}
),

message_turns as (
    select * from {{ ref('int_message_turns') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

channels as (
    select * from {{ ref('channels') }}
),

business_waits as (
    select * from {{ ref('int_business_waits') }}
),

session_repeats as (
    select * from {{ ref('int_session_repeats') }}
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

session_tone as (
    select * from {{ ref('int_session_tone') }}
),

responses as (
    select
        message_turns.session_id,
        min(messages.sent_at) as first_response_at,
        min(case when messages.author_role = 'bot' then messages.sent_at end)
            as first_bot_response_at,
        min(case when messages.author_role = 'human_agent' then messages.sent_at end)
            as first_human_response_at
    from message_turns
    inner join messages on message_turns.message_id = messages.message_id
    where message_turns.is_after_arrival
    group by message_turns.session_id
),

final as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        threads.source_system,
        threads.customer_id,
        session_spans.channel,
        channels.channel_family,
        session_spans.language,
        session_spans.intent,
        session_spans.severity,
        threads.journey_stage,
        threads.segment,
        session_spans.session_seq,
        session_spans.message_count,
        session_spans.customer_message_count,
        session_spans.bot_message_count,
        session_spans.human_agent_message_count,
        {{ seconds_between('session_spans.arrival_at', 'responses.first_response_at') }}
            as first_response_seconds,
        {{ seconds_between('session_spans.arrival_at', 'responses.first_bot_response_at') }}
            as first_bot_response_seconds,
        {{ seconds_between('session_spans.arrival_at', 'responses.first_human_response_at') }}
            as first_human_response_seconds,
        business_waits.business_seconds as first_human_response_business_seconds,
        {{ seconds_between('session_spans.arrival_at', 'session_tone.useful_response_at') }}
            as useful_response_seconds,
        {{ seconds_between('session_spans.arrival_at', 'session_spans.resolved_at') }}
            as resolution_seconds,
        coalesce(session_tone.rephrase_count, 0) as rephrase_count,
        session_tone.apology_count,
        session_spans.is_proactive,
        session_spans.is_reopen_session,
        session_spans.is_resolved,
        session_repeats.is_repeat_contact_7d,
        session_tone.has_over_apology,
        session_tone.has_closing_check,
        session_tone.has_empathy_prompt,
        session_tone.is_capability_disclosed,
        session_tone.is_reason_given,
        session_tone.is_next_step_told,
        session_tone.is_outage_reply_complete,
        session_spans.auto_ack_at,
        session_spans.started_at,
        session_spans.ended_at,
        session_spans.arrival_at
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    left join responses on session_spans.session_id = responses.session_id
    left join channels on session_spans.channel = channels.channel
    left join business_waits
        on
            session_spans.session_id = business_waits.wait_id
            and business_waits.wait_type = 'session_first_human_response'
    left join session_tone on session_spans.session_id = session_tone.session_id
    left join session_repeats on session_spans.session_id = session_repeats.session_id
)

select * from final
