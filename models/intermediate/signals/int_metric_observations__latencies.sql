{%- set latencies = {
    'session_records': [
        'first_response_seconds', 'first_response_business_seconds', 'first_bot_response_seconds',
        'first_bot_response_business_seconds', 'first_human_response_seconds',
        'first_human_response_business_seconds', 'resolution_seconds',
        'resolution_business_seconds', 'time_to_confidence_seconds', 'seconds_until_silence',
        'first_response_target_seconds', 'first_human_response_target_seconds',
        'useful_response_seconds', 'useful_response_business_seconds',
        'seconds_without_use', 'useful_response_target_seconds',
    ],
    'thread_records': [
        'first_resolution_seconds', 'first_resolution_business_seconds',
        'full_resolution_seconds', 'full_resolution_business_seconds', 'requester_wait_seconds',
        'requester_wait_business_seconds',
    ],
    'message_records': [
        'next_reply_seconds', 'next_reply_business_seconds', 'generation_seconds',
    ],
    'handoff_records': [
        'handoff_seconds', 'handoff_business_seconds', 'seconds_without_a_person',
        'handoff_target_seconds', 'queue_seconds', 'max_silence_seconds',
        'handoff_resolution_seconds', 'handoff_resolution_business_seconds',
    ],
    'opportunity_records': ['opportunity_cycle_seconds', 'opportunity_open_seconds'],
    'opportunity_stage_records': ['opportunity_stage_seconds', 'opportunity_standing_seconds'],
    'task_records': ['form_seconds'],
    'web_session_records': ['first_action_seconds'],
    'sign_up_records': ['first_value_seconds', 'signed_up_seconds'],
    'purchase_records': ['purchase_seconds', 'purchase_path_seconds'],
    'send_records': ['action_seconds'],
} -%}
-- grain: one row per latency metric and record that counts for it: how long it took
-- Acknowledgment, usefulness and resolution are metrics of their own and are never averaged.
with sessions as (
    select * from {{ ref('fct_sessions') }}
    where arrival_at is not null and not coalesce(is_thanks_only, false)
),

threads as (
    select * from {{ ref('fct_threads') }}
),

messages as (
    select * from {{ ref('fct_messages') }}
    where
        author_role in ('bot', 'human_agent')
        and (reply_seconds is not null or generation_ms is not null)
),

handoffs as (
    select * from {{ ref('int_handoffs') }}
),

handoff_waits as (
    select * from {{ ref('int_business_waits') }}
    where wait_type in ('handoff', 'handoff_resolution')
),

opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

opportunity_changes as (
    select * from {{ ref('int_opportunity_changes') }}
    where not coalesce(is_closed, false)
),

task_attempts as (
    select * from {{ ref('fct_task_attempts') }}
    where is_form and is_completed
),

web_sessions as (
    select * from {{ ref('fct_web_sessions') }}
    where first_action_seconds is not null
),

onboardings as (
    select * from {{ ref('fct_customer_onboardings') }}
),

marketing_sends as (
    select * from {{ ref('fct_marketing_sends') }}
    where action_seconds is not null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- A session that fell silent without a sign of confidence was watched until it fell silent; one
-- without a useful response, until it was resolved, or until now.
session_records as (
    select
        sessions.session_id as record_id,
        sessions.customer_id,
        sessions.journey_stage,
        sessions.segment,
        sessions.first_response_seconds,
        sessions.first_response_business_seconds,
        sessions.first_bot_response_seconds,
        sessions.first_bot_response_business_seconds,
        sessions.first_human_response_seconds,
        sessions.first_human_response_business_seconds,
        sessions.resolution_seconds,
        sessions.resolution_business_seconds,
        sessions.time_to_confidence_seconds,
        sessions.useful_response_seconds,
        sessions.useful_response_business_seconds,
        channels.first_response_target_seconds,
        channels.first_human_response_target_seconds,
        channels.useful_response_target_seconds,
        {{ seconds_between(
            'sessions.arrival_at', 'coalesce(sessions.resolved_at, as_of.as_of_at)'
        ) }} as seconds_without_use,
        {{ seconds_between('sessions.arrival_at', 'sessions.ended_at') }}
            as seconds_until_silence,
        cast(sessions.started_at as date) as observed_on
    from sessions
    cross join as_of
    left join channels on sessions.channel = channels.channel
),

thread_records as (
    select
        thread_id as record_id,
        customer_id,
        journey_stage,
        segment,
        first_resolution_seconds,
        first_resolution_business_seconds,
        full_resolution_seconds,
        full_resolution_business_seconds,
        case when is_resolved then requester_wait_seconds end as requester_wait_seconds,
        case when is_resolved then requester_wait_business_seconds end
            as requester_wait_business_seconds,
        cast(created_at as date) as observed_on
    from threads
),

message_records as (
    select
        messages.message_id as record_id,
        messages.customer_id,
        threads.journey_stage,
        threads.segment,
        case when not messages.is_first_response then messages.reply_seconds end
            as next_reply_seconds,
        case when not messages.is_first_response then messages.reply_business_seconds end
            as next_reply_business_seconds,
        messages.generation_ms / 1000 as generation_seconds,
        cast(messages.sent_at as date) as observed_on
    from messages
    inner join threads on messages.thread_id = threads.thread_id
),

handoff_business_times as (
    select
        wait_id as handoff_id,
        max(case when wait_type = 'handoff' then business_seconds end)
            as handoff_business_seconds,
        max(case when wait_type = 'handoff_resolution' then business_seconds end)
            as handoff_resolution_business_seconds
    from handoff_waits
    group by wait_id
),

-- A handoff that no person answered was watched until the matter was resolved, or until now.
handoff_records as (
    select
        handoffs.handoff_id as record_id,
        threads.customer_id,
        threads.journey_stage,
        threads.segment,
        handoffs.handoff_seconds,
        handoff_business_times.handoff_business_seconds,
        case
            when handoffs.first_human_message_at is null
                then
                    coalesce(
                        handoffs.resolution_seconds,
                        {{ seconds_between('handoffs.handoff_at', 'as_of.as_of_at') }}
                    )
        end as seconds_without_a_person,
        handoffs.target_seconds as handoff_target_seconds,
        handoffs.queue_seconds,
        handoffs.max_silence_seconds,
        handoffs.resolution_seconds as handoff_resolution_seconds,
        handoff_business_times.handoff_resolution_business_seconds,
        cast(handoffs.handoff_at as date) as observed_on
    from handoffs
    cross join as_of
    inner join threads on handoffs.thread_id = threads.thread_id
    left join handoff_business_times on handoffs.handoff_id = handoff_business_times.handoff_id
),

opportunity_records as (
    select
        opportunity_id as record_id,
        coalesce(customer_id, account_id) as customer_id,
        journey_stage,
        segment,
        cycle_seconds as opportunity_cycle_seconds,
        open_seconds as opportunity_open_seconds,
        cast(created_at as date) as observed_on
    from opportunities
),

-- Who stands in a stage has been in it for longer than now.
opportunity_stage_records as (
    select
        opportunities.opportunity_id
        || '|' || cast(opportunity_changes.change_seq as string) as record_id,
        coalesce(opportunities.customer_id, opportunities.account_id) as customer_id,
        opportunities.journey_stage,
        opportunities.segment,
        {{ seconds_between(
            'opportunity_changes.entered_at',
            'coalesce(opportunity_changes.left_at, opportunities.closed_at)',
        ) }} as opportunity_stage_seconds,
        {{ seconds_between('opportunity_changes.entered_at', 'as_of.as_of_at') }}
            as opportunity_standing_seconds,
        cast(opportunity_changes.entered_at as date) as observed_on
    from opportunity_changes
    cross join as_of
    inner join opportunities
        on opportunity_changes.opportunity_id = opportunities.opportunity_id
),

task_records as (
    select
        task_attempt_id as record_id,
        customer_id,
        journey_stage,
        segment,
        duration_seconds as form_seconds,
        cast(started_at as date) as observed_on
    from task_attempts
),

web_session_records as (
    select
        web_session_id as record_id,
        customer_id,
        journey_stage,
        segment,
        first_action_seconds,
        cast(started_at as date) as observed_on
    from web_sessions
),

sign_up_records as (
    select
        customer_id || '|sign_up' as record_id,
        customer_id,
        'onboarding' as journey_stage,
        segment,
        first_value_seconds,
        signed_up_seconds,
        cast(signed_up_at as date) as observed_on
    from onboardings
    where signed_up_at is not null
),

purchase_records as (
    select
        customer_id || '|purchase' as record_id,
        customer_id,
        'conversion' as journey_stage,
        segment,
        purchase_seconds,
        purchase_path_seconds,
        cast(first_seen_at as date) as observed_on
    from onboardings
    where purchase_path_seconds is not null
),

send_records as (
    select
        send_id as record_id,
        customer_id,
        journey_stage,
        segment,
        action_seconds,
        cast(sent_at as date) as observed_on
    from marketing_sends
),

observations as (
    {{ latency_metric_observations(latencies) | indent(4) }}
)

select * from observations
