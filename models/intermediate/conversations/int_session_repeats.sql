-- grain: one row per session old enough to tell whether its customer came back with the same intent
with session_spans as (
    select * from {{ ref('int_session_spans') }}
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
        intents.parent_intent,
        session_spans.is_proactive,
        session_spans.started_at,
        session_spans.ended_at
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    left join intents on session_spans.intent = intents.intent
    where threads.merged_into_thread_id is null
),

mature as (
    select contacts.*
    from contacts
    cross join as_of
    where
        not contacts.is_proactive
        and {{ seconds_between('contacts.ended_at', 'as_of.as_of_at') }}
        >= {{ metric_parameter('repeat_contact_window_seconds') }}
),

-- A return on the same thread is a reopen, not a repeat contact. The later contact charges the
-- earlier session.
returns as (
    select distinct mature.session_id
    from mature
    inner join contacts as later
        on
            mature.customer_id = later.customer_id
            and mature.parent_intent = later.parent_intent
            and mature.thread_id <> later.thread_id
            and not later.is_proactive
            and mature.ended_at < later.started_at
            and {{ seconds_between('mature.ended_at', 'later.started_at') }}
            <= {{ metric_parameter('repeat_contact_window_seconds') }}
),

judged as (
    select
        mature.session_id,
        returns.session_id is not null as is_repeat_contact_7d
    from mature
    left join returns on mature.session_id = returns.session_id
)

select * from judged
