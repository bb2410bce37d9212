-- grain: one row per session of a thread with a queue: the queue in force when the session ended
with session_spans as (
    select * from {{ ref('int_session_spans') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

queue_changes as (
    select * from {{ ref('int_thread_events') }}
    where event_type = 'group' and event_value is not null
),

ranked as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        {{ key_of(['threads.source_system', 'queue_changes.event_value']) }} as queue_id,
        row_number() over (
            partition by session_spans.session_id order by queue_changes.event_seq desc
        ) as rank_from_end
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    inner join queue_changes
        on
            session_spans.thread_id = queue_changes.thread_id
            and (
                session_spans.next_started_at is null
                or session_spans.next_started_at > queue_changes.occurred_at
            )
),

latest as (
    select
        session_id,
        thread_id,
        queue_id
    from ranked
    where rank_from_end = 1
)

select * from latest
