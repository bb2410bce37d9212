{{ config(materialized='view') }}
-- grain: one row per session: its part in each metric
with sessions as (
    select * from {{ ref('fct_sessions') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

intents as (
    select * from {{ ref('intents') }}
),

parameters as (
    select
        {{ metric_parameter('resolution_maturity_seconds') }} as resolution_maturity_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

-- An outbound session has no arrival until the customer speaks, and counts in no rate before that;
-- nor does a session of nothing but thanks.
arrived as (
    select
        sessions.session_id as record_id,
        sessions.journey_stage,
        sessions.segment,
        sessions.first_response_seconds,
        sessions.first_human_response_seconds,
        sessions.handle_seconds,
        channels.first_response_target_seconds,
        channels.first_human_response_target_seconds,
        sessions.useful_response_seconds,
        channels.useful_response_target_seconds,
        sessions.rephrase_count,
        sessions.has_over_apology,
        sessions.has_closing_check,
        sessions.has_empathy_prompt,
        sessions.is_capability_disclosed and sessions.is_reason_given and sessions.is_next_step_told
            as is_transparent,
        sessions.is_outage_reply_complete,
        sessions.customer_message_count,
        sessions.is_proactive,
        sessions.is_resolved,
        sessions.is_repeat_contact_24h,
        sessions.is_repeat_contact_7d,
        sessions.is_repeat_contact_30d,
        sessions.is_repeat_contact_any_intent_7d,
        sessions.is_first_contact_resolved_24h,
        sessions.is_first_contact_resolved_7d,
        sessions.is_first_contact_resolved_30d,
        sessions.is_false_resolution_24h,
        sessions.is_durable_resolution,
        sessions.is_abandoned,
        sessions.is_accepted_then_returned,
        sessions.is_bot_autonomous_resolution,
        sessions.is_bot_assisted_resolution,
        sessions.is_begun_negative,
        sessions.is_ended_negative,
        sessions.has_repeated_contact,
        sessions.needs_reassurance,
        sessions.is_reassured,
        sessions.resolution_state,
        sessions.prior_contacts_same_intent,
        sessions.intent,
        intents.is_complaint,
        sessions.auto_ack_at is not null as is_auto_acknowledged,
        coalesce(sessions.customer_id, sessions.session_id) as customer_id,
        {{ seconds_between('sessions.arrival_at', 'parameters.as_of_at') }} as seconds_open,
        {{ seconds_between('sessions.ended_at', 'parameters.as_of_at') }}
        >= parameters.resolution_maturity_seconds as is_outcome_mature,
        cast(sessions.started_at as date) as observed_on
    from sessions
    cross join parameters
    left join channels on sessions.channel = channels.channel
    left join intents on sessions.intent = intents.intent
    where sessions.arrival_at is not null and not coalesce(sessions.is_thanks_only, false)
),

-- A session younger than its target is left out even when it was answered: of the young ones,
-- only the quick would be in.
records as (
    select
        *,
        seconds_open >= first_response_target_seconds as is_first_response_due,
        seconds_open >= useful_response_target_seconds as is_useful_response_due,
        useful_response_seconds is not null
        and useful_response_seconds <= useful_response_target_seconds as is_useful_response_on_time,
        seconds_open >= first_human_response_target_seconds
        and (first_human_response_seconds is not null or not coalesce(is_resolved, false))
            as is_first_human_response_due,
        first_response_seconds is not null
        and first_response_seconds <= first_response_target_seconds as is_first_response_on_time,
        first_human_response_seconds is not null
        and first_human_response_seconds <= first_human_response_target_seconds
            as is_first_human_response_on_time,
        is_repeat_contact_7d is not null and not is_proactive as is_repeat_contact_known
    from arrived
),

observations as (
    {{ metric_observations('records', 'sessions') | indent(4) }}
)

select * from observations
