-- grain: one row per case: all threads and sessions about one issue
with cases as (
    select * from {{ ref('int_cases') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

thread_stages as (
    select * from {{ ref('int_thread_stages') }}
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

severities as (
    select * from {{ ref('severities') }}
),

recurrence as (
    select
        {{ metric_parameter('recurring_issue_cases') }} as recurring_cases,
        {{ metric_parameter('recurring_issue_window_seconds') }} as window_seconds
),

case_threads as (
    select
        cases.case_id,
        threads.thread_id,
        threads.source_system,
        threads.customer_id,
        thread_stages.journey_stage,
        threads.segment,
        threads.intent,
        threads.severity,
        threads.created_at,
        row_number() over (
            partition by cases.case_id order by threads.created_at, threads.thread_id
        ) as thread_seq
    from cases
    inner join threads on cases.thread_id = threads.thread_id
    left join thread_stages on threads.thread_id = thread_stages.thread_id
),

openings as (
    select
        case_id,
        max(case when thread_seq = 1 then customer_id end) as customer_id,
        max(case when thread_seq = 1 then journey_stage end) as journey_stage,
        max(case when thread_seq = 1 then segment end) as segment,
        max(case when thread_seq = 1 then intent end) as first_thread_intent,
        max(case when thread_seq = 1 then severity end) as first_thread_severity,
        count(*) as thread_count,
        count(distinct source_system) as source_system_count,
        count(distinct customer_id) as customer_count,
        min(created_at) as created_at
    from case_threads
    group by case_id
),

case_sessions as (
    select
        sessions.*,
        severities.severity_rank,
        row_number() over (
            partition by sessions.case_id order by sessions.started_at, sessions.session_id
        ) as session_seq_in_case,
        row_number() over (
            partition by sessions.case_id
            order by sessions.started_at desc, sessions.session_id desc
        ) as session_rank_from_end,
        row_number() over (
            partition by sessions.case_id
            order by severities.severity_rank desc nulls last, sessions.session_id asc
        ) as severity_order,
        row_number() over (
            partition by sessions.case_id
            order by
                case when sessions.intent is not null then 0 else 1 end,
                sessions.started_at,
                sessions.session_id
        ) as intent_order
    from sessions
    left join severities on sessions.severity = severities.severity
),

efforts as (
    select
        case_id,
        max(case when session_seq_in_case = 1 then channel end) as channel,
        max(case when intent_order = 1 then intent end) as intent,
        max(case when severity_order = 1 then severity end) as severity,
        max(case when session_rank_from_end = 1 then resolution_state end) as resolution_state,
        count(*) as session_count,
        count(case when not is_proactive then 1 end) as contact_count,
        count(distinct channel) as channel_count,
        sum(customer_message_count) as customer_message_count,
        sum(bot_message_count) as bot_message_count,
        sum(human_agent_message_count) as human_agent_message_count,
        count(case when is_reopen_session then 1 end) as reopen_session_count,
        bool_or(session_rank_from_end = 1 and is_resolved) as is_resolved,
        bool_or(is_first_contact_resolved_7d) as is_first_contact_resolved_7d,
        min(arrival_at) as arrival_at,
        max(ended_at) as last_message_at,
        max(case when session_rank_from_end = 1 and is_resolved then resolved_at end)
            as resolved_at
    from case_sessions
    group by case_id
),

described as (
    select
        openings.case_id,
        openings.customer_id,
        efforts.channel,
        coalesce(efforts.intent, openings.first_thread_intent) as intent,
        coalesce(efforts.severity, openings.first_thread_severity) as severity,
        openings.journey_stage,
        openings.segment,
        efforts.resolution_state,
        openings.thread_count,
        coalesce(efforts.session_count, 0) as session_count,
        coalesce(efforts.contact_count, 0) as contact_count,
        coalesce(efforts.channel_count, 0) as channel_count,
        openings.source_system_count,
        openings.customer_count,
        coalesce(efforts.reopen_session_count, 0) as reopen_session_count,
        cast(coalesce(efforts.customer_message_count, 0) as bigint) as customer_message_count,
        cast(coalesce(efforts.bot_message_count, 0) as bigint) as bot_message_count,
        cast(coalesce(efforts.human_agent_message_count, 0) as bigint)
            as human_agent_message_count,
        {{ seconds_between('efforts.arrival_at', 'efforts.resolved_at') }} as resolution_seconds,
        efforts.is_resolved,
        efforts.is_first_contact_resolved_7d,
        openings.created_at,
        efforts.arrival_at,
        efforts.last_message_at,
        efforts.resolved_at,
        recurrence.recurring_cases,
        recurrence.window_seconds,
        row_number() over (
            partition by
                openings.customer_id, coalesce(efforts.intent, openings.first_thread_intent)
            order by openings.created_at, openings.case_id
        ) as case_of_intent_seq
    from openings
    cross join recurrence
    left join efforts on openings.case_id = efforts.case_id
),

final as (
    select
        described.case_id,
        described.customer_id,
        described.channel,
        described.intent,
        described.severity,
        described.journey_stage,
        described.segment,
        described.resolution_state,
        described.thread_count,
        described.session_count,
        described.contact_count,
        described.channel_count,
        described.source_system_count,
        described.customer_count,
        described.reopen_session_count,
        described.customer_message_count,
        described.bot_message_count,
        described.human_agent_message_count,
        described.resolution_seconds,
        described.is_resolved,
        described.is_first_contact_resolved_7d,
        case
            when described.intent is not null and described.customer_id is not null
                then
                    coalesce(
                        {{ seconds_between('earlier.created_at', 'described.created_at') }}
                        <= described.window_seconds,
                        false
                    )
        end as is_recurring_issue,
        described.created_at,
        described.arrival_at,
        described.last_message_at,
        described.resolved_at
    from described
    left join described as earlier
        on
            described.customer_id = earlier.customer_id
            and described.intent = earlier.intent
            and described.case_of_intent_seq - described.recurring_cases + 1
            = earlier.case_of_intent_seq
)

select * from final
