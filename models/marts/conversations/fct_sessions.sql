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

session_escalations as (
    select * from {{ ref('int_session_escalations') }}
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
        session_escalations.ai_role,
        session_escalations.escalation_trigger,
        session_escalations.failure_stage,
        session_spans.session_seq,
        session_spans.message_count,
        session_spans.customer_message_count,
        session_spans.bot_message_count,
        session_spans.human_agent_message_count,
        session_escalations.handoff_count,
        session_escalations.escalation_count,
        session_escalations.handoff_rule_count,
        session_escalations.promise_count,
        session_escalations.promise_kept_count,
        session_escalations.promise_broken_count,
        session_escalations.proactive_update_count,
        session_escalations.update_waiting_seconds,
        session_escalations.proactive_updates_per_waiting_hour,
        session_escalations.escalation_resolution_seconds,
        {{ seconds_between('session_spans.arrival_at', 'responses.first_response_at') }}
            as first_response_seconds,
        {{ seconds_between('session_spans.arrival_at', 'responses.first_bot_response_at') }}
            as first_bot_response_seconds,
        {{ seconds_between('session_spans.arrival_at', 'responses.first_human_response_at') }}
            as first_human_response_seconds,
        business_waits.business_seconds as first_human_response_business_seconds,
        {{ seconds_between('session_spans.arrival_at', 'session_spans.resolved_at') }}
            as resolution_seconds,
        session_spans.is_proactive,
        session_spans.is_reopen_session,
        session_spans.is_resolved,
        session_repeats.is_repeat_contact_7d,
        session_escalations.is_escalated,
        session_escalations.is_missed_handover,
        session_escalations.has_bad_outcome,
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
    left join session_escalations
        on session_spans.session_id = session_escalations.session_id
    left join session_repeats on session_spans.session_id = session_repeats.session_id
)

select * from final
