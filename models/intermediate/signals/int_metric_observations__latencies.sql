-- grain: one row per latency metric and record that counts for it: how long it took
-- Acknowledgment, usefulness and resolution are metrics of their own and are never averaged.
with sessions as (
    select * from {{ ref('fct_sessions') }}
    where arrival_at is not null
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

channels as (
    select * from {{ ref('dim_channels') }}
),

records as (
    select
        sessions.session_id as record_id,
        sessions.journey_stage,
        sessions.segment,
        channels.first_response_target_seconds,
        channels.first_human_response_target_seconds,
        sessions.first_response_seconds,
        sessions.first_response_business_seconds,
        sessions.first_bot_response_seconds,
        sessions.first_bot_response_business_seconds,
        sessions.first_human_response_seconds,
        sessions.first_human_response_business_seconds,
        sessions.resolution_seconds,
        sessions.resolution_business_seconds,
        sessions.time_to_confidence_seconds,
        {{ seconds_between('sessions.arrival_at', 'sessions.ended_at') }}
            as seconds_until_silence,
        cast(null as double) as first_resolution_seconds,
        cast(null as double) as first_resolution_business_seconds,
        cast(null as double) as full_resolution_seconds,
        cast(null as double) as full_resolution_business_seconds,
        cast(null as double) as requester_wait_seconds,
        cast(null as double) as requester_wait_business_seconds,
        cast(null as double) as next_reply_seconds,
        cast(null as double) as next_reply_business_seconds,
        cast(null as double) as generation_seconds,
        coalesce(sessions.customer_id, sessions.session_id) as customer_id,
        cast(sessions.started_at as date) as observed_on
    from sessions
    left join channels on sessions.channel = channels.channel
    union all
    select
        thread_id as record_id,
        journey_stage,
        segment,
        {% for _ in range(12) -%}
        cast(null as double) as session_latency_{{ loop.index }},
        {% endfor -%}
        first_resolution_seconds,
        first_resolution_business_seconds,
        full_resolution_seconds,
        full_resolution_business_seconds,
        case when is_resolved then requester_wait_seconds end as requester_wait_seconds,
        case when is_resolved then requester_wait_business_seconds end
            as requester_wait_business_seconds,
        cast(null as double) as next_reply_seconds,
        cast(null as double) as next_reply_business_seconds,
        cast(null as double) as generation_seconds,
        coalesce(customer_id, thread_id) as customer_id,
        cast(created_at as date) as observed_on
    from threads
    union all
    select
        messages.message_id as record_id,
        threads.journey_stage,
        threads.segment,
        {% for _ in range(18) -%}
        cast(null as double) as latency_{{ loop.index }},
        {% endfor -%}
        case when not messages.is_first_response then messages.reply_seconds end
            as next_reply_seconds,
        case when not messages.is_first_response then messages.reply_business_seconds end
            as next_reply_business_seconds,
        messages.generation_ms / 1000 as generation_seconds,
        coalesce(messages.customer_id, messages.session_id) as customer_id,
        cast(messages.sent_at as date) as observed_on
    from messages
    inner join threads on messages.thread_id = threads.thread_id
),

observations as (
    {{ latency_metric_observations('records', [
        (
            'first_response_time', 'first_response_seconds', 'null',
            'first_response_target_seconds',
        ),
        ('first_response_business_time', 'first_response_business_seconds', 'null', 'null'),
        ('first_bot_response_time', 'first_bot_response_seconds', 'null', 'null'),
        (
            'first_bot_response_business_time', 'first_bot_response_business_seconds', 'null',
            'null',
        ),
        (
            'first_human_response_time', 'first_human_response_seconds', 'null',
            'first_human_response_target_seconds',
        ),
        (
            'first_human_response_business_time', 'first_human_response_business_seconds', 'null',
            'null',
        ),
        ('next_reply_time', 'next_reply_seconds', 'null', 'null'),
        ('next_reply_business_time', 'next_reply_business_seconds', 'null', 'null'),
        ('resolution_time', 'resolution_seconds', 'null', 'null'),
        ('resolution_business_time', 'resolution_business_seconds', 'null', 'null'),
        ('first_resolution_time', 'first_resolution_seconds', 'null', 'null'),
        ('first_resolution_business_time', 'first_resolution_business_seconds', 'null', 'null'),
        ('full_resolution_time', 'full_resolution_seconds', 'null', 'null'),
        ('full_resolution_business_time', 'full_resolution_business_seconds', 'null', 'null'),
        ('requester_wait_time', 'requester_wait_seconds', 'null', 'null'),
        ('requester_wait_business_time', 'requester_wait_business_seconds', 'null', 'null'),
        (
            'time_to_confidence', 'time_to_confidence_seconds', 'seconds_until_silence', 'null',
        ),
        ('ai_generation_time', 'generation_seconds', 'null', 'null'),
    ]) | indent(4) }}
)

select * from observations
