{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per wait whose business time is wanted
-- A new wait is one more branch: wait_id names what waited (a session, a thread, a message), and
-- wait_type says for what.
with session_spans as (
    select * from {{ ref('int_session_spans') }}
),

session_responses as (
    select * from {{ ref('int_session_responses') }}
),

session_tone as (
    select * from {{ ref('int_session_tone') }}
),

thread_arrivals as (
    select * from {{ ref('int_thread_arrivals') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

thread_statuses as (
    select * from {{ ref('thread_statuses') }}
),

thread_status_times as (
    select * from {{ ref('int_thread_status_times') }}
),

status_spans as (
    select * from {{ ref('int_status_spans') }}
),

replies as (
    select * from {{ ref('int_message_turns') }}
    where reply_seconds is not null
),

messages as (
    select * from {{ ref('int_messages') }}
),

sla_waits as (
    select * from {{ ref('int_sla_waits') }}
    where is_business_hours
),

handoffs as (
    select * from {{ ref('int_handoffs') }}
),

session_waits as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        session_spans.arrival_at,
        session_spans.resolved_at,
        session_responses.first_response_at,
        session_responses.first_bot_response_at,
        session_responses.first_human_response_at,
        session_tone.useful_response_at
    from session_spans
    left join session_responses on session_spans.session_id = session_responses.session_id
    left join session_tone on session_spans.session_id = session_tone.session_id
),

handoff_waits as (
    select
        handoff_id,
        thread_id,
        handoff_at,
        first_human_message_at,
        case
            when resolution_seconds is not null
                then {{ add_seconds('handoff_at', 'resolution_seconds') }}
        end as resolved_at
    from handoffs
),

resolutions as (
    select
        threads.thread_id,
        threads.created_at,
        thread_status_times.first_resolved_at,
        case when thread_statuses.is_resolution then thread_status_times.last_resolved_at end
            as last_resolved_at
    from threads
    inner join thread_status_times on threads.thread_id = thread_status_times.thread_id
    left join thread_statuses on threads.status = thread_statuses.status
),

waits as (
    {% for wait_type, relation, wait_id, started_at, ended_at in [
        (
            'session_first_response', 'session_waits', 'session_id', 'arrival_at',
            'first_response_at',
        ),
        (
            'session_first_bot_response', 'session_waits', 'session_id', 'arrival_at',
            'first_bot_response_at',
        ),
        (
            'session_first_human_response', 'session_waits', 'session_id', 'arrival_at',
            'first_human_response_at',
        ),
        (
            'session_useful_response', 'session_waits', 'session_id', 'arrival_at',
            'useful_response_at',
        ),
        ('session_resolution', 'session_waits', 'session_id', 'arrival_at', 'resolved_at'),
        (
            'thread_first_response', 'thread_arrivals', 'thread_id', 'arrival_at',
            'first_response_at',
        ),
        (
            'thread_first_bot_response', 'thread_arrivals', 'thread_id', 'arrival_at',
            'first_bot_response_at',
        ),
        (
            'thread_first_human_response', 'thread_arrivals', 'thread_id', 'arrival_at',
            'first_human_response_at',
        ),
        ('thread_first_resolution', 'resolutions', 'thread_id', 'created_at', 'first_resolved_at'),
        ('thread_full_resolution', 'resolutions', 'thread_id', 'created_at', 'last_resolved_at'),
        ('handoff', 'handoff_waits', 'handoff_id', 'handoff_at', 'first_human_message_at'),
        ('handoff_resolution', 'handoff_waits', 'handoff_id', 'handoff_at', 'resolved_at'),
    ] -%}
    select
        {{ wait_id }} as wait_id,
        '{{ wait_type }}' as wait_type,
        thread_id,
        {{ started_at }} as started_at,
        {{ ended_at }} as ended_at
    from {{ relation }}
    union all
    {% endfor -%}
    select
        event_id as wait_id,
        case waits_for
            when 'agent' then 'status_agent'
            when 'third_party' then 'status_third_party'
            else 'status_requester'
        end as wait_type,
        thread_id,
        entered_at as started_at,
        left_at as ended_at
    from status_spans
    where waits_for <> 'nobody'
    union all
    select
        replies.message_id as wait_id,
        'reply' as wait_type,
        replies.thread_id,
        {{ add_seconds('messages.sent_at', '-1 * replies.reply_seconds') }} as started_at,
        messages.sent_at as ended_at
    from replies
    inner join messages on replies.message_id = messages.message_id
    union all
    select
        sla_wait_id as wait_id,
        'service_level' as wait_type,
        thread_id,
        started_at,
        ended_at
    from sla_waits
),

-- A wait without an end has no length yet; one that would end before it began is none.
final as (
    select * from waits
    where started_at is not null and ended_at is not null and ended_at >= started_at
)

select * from final
