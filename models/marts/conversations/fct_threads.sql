{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per thread: a ticket, a conversation, a call
with threads as (
    select * from {{ ref('int_threads') }}
),

thread_stages as (
    select * from {{ ref('int_thread_stages') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

message_turns as (
    select * from {{ ref('int_message_turns') }}
),

status_times as (
    select * from {{ ref('int_thread_status_times') }}
),

thread_statuses as (
    select * from {{ ref('thread_statuses') }}
),

reopens as (
    select * from {{ ref('int_reopens') }}
),

business_times as (
    select * from {{ ref('int_thread_business_times') }}
),

sla_results as (
    select * from {{ ref('int_sla_results') }}
),

thread_ratings as (
    select * from {{ ref('int_thread_ratings') }}
),

helpdesk_first_replies as (
    select * from {{ ref('int_helpdesk_first_replies') }}
),

thread_arrivals as (
    select * from {{ ref('int_thread_arrivals') }}
),

cases as (
    select * from {{ ref('int_cases') }}
),

human_turns as (
    select
        messages.thread_id,
        messages.author_id,
        messages.is_public,
        coalesce(
            lag(messages.author_id) over (
                partition by messages.thread_id order by messages.message_seq
            ) <> messages.author_id,
            false
        ) as is_transition
    from messages
    where messages.author_role = 'human_agent'
),

human_work as (
    select
        thread_id,
        count(distinct author_id) as agent_count,
        count(case when is_transition then 1 end) as agent_transition_count
    from human_turns
    group by thread_id
),

conversation as (
    select
        messages.thread_id,
        count(*) as message_count,
        count(
            case
                when message_sessions.is_conversational and messages.author_role = 'human_agent'
                    then 1
            end
        ) as human_reply_count,
        count(
            case when message_sessions.is_conversational and messages.author_role = 'bot' then 1 end
        ) as bot_reply_count,
        count(case when messages.author_role = 'human_agent' and not messages.is_public then 1 end)
            as internal_note_count,
        count(distinct message_sessions.session_id) as session_count,
        {{ exact_sum('message_turns.reply_seconds', 'decimal(18, 6)') }} as total_reply_seconds
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    left join message_turns on messages.message_id = message_turns.message_id
    group by messages.thread_id
),

reopen_counts as (
    select
        thread_id,
        count(*) as reopen_count,
        count(case when is_substantive then 1 end) as substantive_reopen_count
    from reopens
    group by thread_id
),

service_levels as (
    select
        thread_id,
        count(distinct policy_id) as sla_policy_count,
        count(*) as sla_target_count,
        count(case when is_breached then 1 end) as sla_breach_count,
        count(case when not is_breached then 1 end) as sla_met_count
    from sla_results
    group by thread_id
),

joined as (
    select
        threads.thread_id,
        threads.source_system,
        threads.native_thread_id,
        cases.case_id,
        threads.customer_id,
        threads.channel,
        threads.status,
        threads.intent,
        threads.severity,
        thread_stages.journey_stage,
        threads.segment,
        conversation.message_count,
        conversation.session_count,
        coalesce(conversation.human_reply_count, 0) as human_reply_count,
        coalesce(conversation.bot_reply_count, 0) as bot_reply_count,
        coalesce(conversation.internal_note_count, 0) as internal_note_count,
        coalesce(human_work.agent_count, 0) as agent_count,
        coalesce(human_work.agent_transition_count, 0) as agent_transition_count,
        -- A thread without status history says nothing about how often it was solved or reopened.
        status_times.resolution_count,
        case
            when status_times.thread_id is not null then coalesce(reopen_counts.reopen_count, 0)
        end as reopen_count,
        case
            when status_times.thread_id is not null
                then coalesce(reopen_counts.substantive_reopen_count, 0)
        end as substantive_reopen_count,
        coalesce(service_levels.sla_policy_count, 0) as sla_policy_count,
        coalesce(service_levels.sla_target_count, 0) as sla_target_count,
        coalesce(service_levels.sla_breach_count, 0) as sla_breach_count,
        coalesce(service_levels.sla_met_count, 0) as sla_met_count,
        coalesce(thread_ratings.csat_answer_count, 0) as csat_answer_count,
        thread_ratings.csat_first_score,
        thread_ratings.csat_score,
        {{ seconds_between('thread_arrivals.arrival_at', 'thread_arrivals.first_response_at') }}
            as first_response_seconds,
        {{ seconds_between('thread_arrivals.arrival_at', 'thread_arrivals.first_bot_response_at') }}
            as first_bot_response_seconds,
        {{ seconds_between(
            'thread_arrivals.arrival_at', 'thread_arrivals.first_human_response_at'
        ) }} as first_human_response_seconds,
        business_times.first_response_business_seconds,
        business_times.first_bot_response_business_seconds,
        business_times.first_human_response_business_seconds,
        helpdesk_first_replies.helpdesk_first_reply_seconds,
        conversation.total_reply_seconds,
        business_times.total_reply_business_seconds,
        {{ seconds_between('threads.created_at', 'status_times.first_resolved_at') }}
            as first_resolution_seconds,
        case
            when coalesce(thread_statuses.is_resolution, false)
                then {{ seconds_between('threads.created_at', 'status_times.last_resolved_at') }}
        end as full_resolution_seconds,
        business_times.first_resolution_business_seconds,
        business_times.full_resolution_business_seconds,
        status_times.requester_wait_seconds,
        business_times.requester_wait_business_seconds,
        status_times.agent_wait_seconds,
        status_times.on_hold_seconds,
        coalesce(thread_statuses.is_resolution, false) as is_resolved,
        thread_ratings.is_csat_good_to_bad,
        thread_ratings.is_csat_bad_to_good,
        threads.created_at
    from threads
    left join thread_stages on threads.thread_id = thread_stages.thread_id
    left join cases on threads.thread_id = cases.thread_id
    left join conversation on threads.thread_id = conversation.thread_id
    left join human_work on threads.thread_id = human_work.thread_id
    left join status_times on threads.thread_id = status_times.thread_id
    left join reopen_counts on threads.thread_id = reopen_counts.thread_id
    left join thread_arrivals on threads.thread_id = thread_arrivals.thread_id
    left join thread_statuses on threads.status = thread_statuses.status
    left join business_times on threads.thread_id = business_times.thread_id
    left join service_levels on threads.thread_id = service_levels.thread_id
    left join thread_ratings on threads.thread_id = thread_ratings.thread_id
    left join helpdesk_first_replies on threads.thread_id = helpdesk_first_replies.thread_id
),

final as (
    select
        thread_id,
        source_system,
        native_thread_id,
        case_id,
        customer_id,
        channel,
        status,
        intent,
        severity,
        journey_stage,
        segment,
        coalesce(message_count, 0) as message_count,
        coalesce(session_count, 0) as session_count,
        human_reply_count,
        bot_reply_count,
        internal_note_count,
        agent_count,
        agent_transition_count,
        resolution_count,
        reopen_count,
        substantive_reopen_count,
        sla_policy_count,
        sla_target_count,
        sla_breach_count,
        sla_met_count,
        csat_answer_count,
        csat_first_score,
        csat_score,
        first_response_seconds,
        first_bot_response_seconds,
        first_human_response_seconds,
        first_response_business_seconds,
        first_bot_response_business_seconds,
        first_human_response_business_seconds,
        helpdesk_first_reply_seconds,
        total_reply_seconds,
        total_reply_business_seconds,
        first_resolution_seconds,
        first_resolution_business_seconds,
        full_resolution_seconds,
        full_resolution_business_seconds,
        requester_wait_seconds,
        requester_wait_business_seconds,
        agent_wait_seconds,
        on_hold_seconds,
        is_resolved,
        is_resolved and human_reply_count = 1 and coalesce(substantive_reopen_count, 0) = 0
            as is_one_touch,
        is_resolved and human_reply_count = 2 as is_two_touch,
        is_resolved and human_reply_count > 2 as is_multi_touch,
        is_csat_good_to_bad,
        is_csat_bad_to_good,
        created_at
    from joined
)

select * from final
