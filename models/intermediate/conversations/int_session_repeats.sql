{{ config(incremental_strategy='whole_table') }}
{%- set windows = [
    ('24h', metric_parameter('strict_repeat_window_seconds')),
    ('7d', metric_parameter('repeat_contact_window_seconds')),
    ('30d', metric_parameter('long_repeat_window_seconds')),
] -%}
-- grain: one row per inbound session: whether its customer came back on another thread
-- A return on the same thread is a reopen, not a repeat contact. The later contact charges the
-- earlier session. A flag is null until its window has passed.
with session_spans as (
    select * from {{ ref('int_session_spans') }}
),

session_signs as (
    select * from {{ ref('int_session_signs') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

intents as (
    select * from {{ ref('intents') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

contacts as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        threads.customer_id,
        session_spans.intent,
        intents.is_complaint,
        session_spans.started_at,
        session_spans.ended_at
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    left join intents on session_spans.intent = intents.intent
    inner join session_signs on session_spans.session_id = session_signs.session_id
    where
        threads.merged_into_thread_id is null
        and not session_spans.is_proactive
        and not session_signs.is_thanks_only
),

returns as (
    select
        contacts.session_id,
        contacts.intent = later.intent as is_same_intent,
        later.is_complaint,
        {{ seconds_between('contacts.ended_at', 'later.started_at') }} as seconds_to_return
    from contacts
    inner join contacts as later
        on
            contacts.customer_id = later.customer_id
            and contacts.thread_id <> later.thread_id
            and contacts.ended_at < later.started_at
),

first_returns as (
    select
        session_id,
        min(seconds_to_return) as seconds_to_return,
        min(case when is_same_intent then seconds_to_return end) as seconds_to_same_intent,
        min(case when is_complaint then seconds_to_return end) as seconds_to_complaint
    from returns
    where seconds_to_return <= {{ metric_parameter('long_repeat_window_seconds') }}
    group by session_id
),

measured as (
    select
        contacts.session_id,
        contacts.thread_id,
        first_returns.seconds_to_return,
        first_returns.seconds_to_same_intent,
        first_returns.seconds_to_complaint,
        {% for label, window_seconds in windows -%}
        {{ window_seconds }} as window_{{ label }},
        {% endfor -%}
        {{ seconds_between('contacts.ended_at', 'as_of.as_of_at') }} as seconds_observed
    from contacts
    cross join as_of
    left join first_returns on contacts.session_id = first_returns.session_id
),

judged as (
    select
        session_id,
        thread_id,
        seconds_to_same_intent,
        seconds_to_complaint,
        {% for label, window_seconds in windows -%}
        case
            when seconds_observed >= window_{{ label }}
                then coalesce(seconds_to_same_intent <= window_{{ label }}, false)
        end as is_repeat_contact_{{ label }},
        {% endfor -%}
        case
            when seconds_observed >= window_7d then coalesce(seconds_to_return <= window_7d, false)
        end as is_repeat_contact_any_intent_7d
    from measured
)

select * from judged
