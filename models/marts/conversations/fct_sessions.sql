{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per session: one continuous effort on one thread
with threads as (
    select * from {{ ref('int_threads') }}
),

channels as (
    select * from {{ ref('channels') }}
),

business_times as (
    select * from {{ ref('int_session_business_times') }}
),

human_work as (
    select * from {{ ref('int_human_work') }}
),

session_confidence as (
    select * from {{ ref('int_session_confidence') }}
),

session_repeats as (
    select * from {{ ref('int_session_repeats') }}
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

session_outcomes as (
    select * from {{ ref('int_session_outcomes') }}
),

session_contacts as (
    select * from {{ ref('int_session_contacts') }}
),

session_versions as (
    select * from {{ ref('int_session_versions') }}
),

session_satisfaction as (
    select * from {{ ref('int_session_satisfaction') }}
),

session_signs as (
    select * from {{ ref('int_session_signs') }}
),

session_sentiment as (
    select * from {{ ref('int_session_sentiment') }}
),

session_micro_prompts as (
    select * from {{ ref('int_session_micro_prompts') }}
),

session_queues as (
    select * from {{ ref('int_session_queues') }}
),

cases as (
    select * from {{ ref('int_cases') }}
),

session_tone as (
    select * from {{ ref('int_session_tone') }}
),

session_escalations as (
    select * from {{ ref('int_session_escalations') }}
),

session_reassurance as (
    select * from {{ ref('int_session_reassurance') }}
),

responses as (
    select * from {{ ref('int_session_responses') }}
),

session_stages as (
    select * from {{ ref('int_session_stages') }}
),

handled as (
    select
        session_id,
        {{ exact_sum('handle_seconds', 'decimal(18, 6)') }} as handle_seconds
    from human_work
    group by session_id
),

final as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        cases.case_id,
        threads.source_system,
        threads.customer_id,
        session_spans.channel,
        channels.channel_family,
        session_spans.language,
        session_spans.intent,
        session_spans.severity,
        session_stages.journey_stage,
        session_stages.journey_stage_method,
        threads.segment,
        session_queues.queue_id,
        session_versions.model_version,
        session_versions.prompt_version,
        session_outcomes.resolution_state,
        session_outcomes.abandonment_point,
        session_micro_prompts.problem_kind,
        session_escalations.ai_role,
        session_escalations.escalation_trigger,
        session_escalations.failure_stage,
        session_spans.session_seq,
        session_spans.message_count,
        session_spans.customer_message_count,
        session_spans.bot_message_count,
        session_spans.human_agent_message_count,
        session_contacts.prior_contacts_same_intent,
        session_contacts.prior_contacts_any_intent,
        session_satisfaction.csat_score,
        session_satisfaction.csat_scale_min,
        session_satisfaction.csat_scale_max,
        session_sentiment.first_sentiment_score,
        session_sentiment.last_sentiment_score,
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
        {{ seconds_between('session_spans.arrival_at', 'session_tone.useful_response_at') }}
            as useful_response_seconds,
        coalesce(session_tone.rephrase_count, 0) as rephrase_count,
        session_tone.apology_count,
        {{ seconds_between('session_spans.arrival_at', 'session_spans.resolved_at') }}
            as resolution_seconds,
        {{ seconds_between('session_spans.arrival_at', 'session_confidence.confident_at') }}
            as time_to_confidence_seconds,
        handled.handle_seconds,
        business_times.first_response_business_seconds,
        business_times.first_bot_response_business_seconds,
        business_times.first_human_response_business_seconds,
        business_times.useful_response_business_seconds,
        business_times.resolution_business_seconds,
        session_spans.is_proactive,
        session_spans.is_reopen_session,
        session_signs.is_thanks_only,
        session_signs.has_repeated_contact,
        session_reassurance.needs_reassurance,
        session_reassurance.got_reassurance,
        session_reassurance.got_confirmation,
        session_reassurance.got_closure,
        session_reassurance.is_reassured,
        session_sentiment.is_begun_negative,
        session_sentiment.is_ended_negative,
        session_micro_prompts.is_solved_by_customer,
        session_micro_prompts.is_easy_for_customer,
        session_versions.is_mixed_version,
        session_spans.is_resolved,
        session_outcomes.is_bot_autonomous_resolution,
        session_outcomes.is_bot_assisted_resolution,
        session_outcomes.is_first_contact_resolved_24h,
        session_outcomes.is_first_contact_resolved_7d,
        session_outcomes.is_first_contact_resolved_30d,
        session_repeats.is_repeat_contact_24h,
        session_repeats.is_repeat_contact_7d,
        session_repeats.is_repeat_contact_30d,
        session_repeats.is_repeat_contact_any_intent_7d,
        session_outcomes.is_false_resolution_24h,
        session_outcomes.is_durable_resolution,
        session_outcomes.is_abandoned,
        session_outcomes.is_accepted_then_returned,
        session_tone.has_over_apology,
        session_tone.has_closing_check,
        session_tone.has_empathy_prompt,
        session_tone.is_capability_disclosed,
        session_tone.is_reason_given,
        session_tone.is_next_step_told,
        session_tone.is_outage_reply_complete,
        session_escalations.is_escalated,
        session_escalations.is_missed_handover,
        session_escalations.has_bad_outcome,
        session_spans.auto_ack_at,
        session_spans.started_at,
        session_spans.ended_at,
        session_spans.arrival_at,
        session_spans.resolved_at
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    left join session_stages on session_spans.session_id = session_stages.session_id
    left join responses on session_spans.session_id = responses.session_id
    left join channels on session_spans.channel = channels.channel
    left join business_times on session_spans.session_id = business_times.session_id
    left join handled on session_spans.session_id = handled.session_id
    left join session_confidence on session_spans.session_id = session_confidence.session_id
    left join session_tone on session_spans.session_id = session_tone.session_id
    left join session_escalations
        on session_spans.session_id = session_escalations.session_id
    left join session_repeats on session_spans.session_id = session_repeats.session_id
    left join cases on session_spans.thread_id = cases.thread_id
    left join session_outcomes on session_spans.session_id = session_outcomes.session_id
    left join session_contacts on session_spans.session_id = session_contacts.session_id
    left join session_versions on session_spans.session_id = session_versions.session_id
    left join session_satisfaction on session_spans.session_id = session_satisfaction.session_id
    left join session_signs on session_spans.session_id = session_signs.session_id
    left join session_reassurance
        on session_spans.session_id = session_reassurance.session_id
    left join session_sentiment on session_spans.session_id = session_sentiment.session_id
    left join session_micro_prompts
        on session_spans.session_id = session_micro_prompts.session_id
    left join session_queues on session_spans.session_id = session_queues.session_id
)

select * from final
