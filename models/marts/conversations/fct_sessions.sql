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

responses as (
    select * from {{ ref('int_session_responses') }}
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
        {{ seconds_between('session_spans.arrival_at', 'session_spans.resolved_at') }}
            as resolution_seconds,
        {{ seconds_between('session_spans.arrival_at', 'session_confidence.confident_at') }}
            as time_to_confidence_seconds,
        handled.handle_seconds,
        business_times.first_response_business_seconds,
        business_times.first_bot_response_business_seconds,
        business_times.first_human_response_business_seconds,
        business_times.resolution_business_seconds,
        session_spans.is_proactive,
        session_spans.is_reopen_session,
        session_spans.is_resolved,
        session_repeats.is_repeat_contact_7d,
        session_spans.auto_ack_at,
        session_spans.started_at,
        session_spans.ended_at,
        session_spans.arrival_at
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    left join responses on session_spans.session_id = responses.session_id
    left join channels on session_spans.channel = channels.channel
    left join business_times on session_spans.session_id = business_times.session_id
    left join handled on session_spans.session_id = handled.session_id
    left join session_confidence on session_spans.session_id = session_confidence.session_id
    left join session_repeats on session_spans.session_id = session_repeats.session_id
)

select * from final
