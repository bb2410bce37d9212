{{ config(unique_key=[], incremental_strategy='overwrite') }}
-- grain: one row per customer with a session whose outcome is known: the worst and the last of them
with session_escalations as (
    select * from {{ ref('int_session_escalations') }}
    where has_bad_outcome is not null
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

severities as (
    select * from {{ ref('severities') }}
),

-- What is remembered is the peak and the end: one bad outcome undoes many good ones.
ordered as (
    select
        threads.customer_id,
        session_spans.severity,
        session_escalations.has_bad_outcome,
        row_number() over (
            partition by threads.customer_id
            order by session_spans.ended_at desc, session_spans.session_id asc
        ) as latest_rank,
        row_number() over (
            partition by threads.customer_id
            order by
                case when session_escalations.has_bad_outcome then 0 else 1 end asc,
                severities.severity_rank desc nulls last,
                session_spans.session_id asc
        ) as worst_rank
    from session_escalations
    inner join session_spans on session_escalations.session_id = session_spans.session_id
    inner join threads on session_spans.thread_id = threads.thread_id
    left join severities on session_spans.severity = severities.severity
    where threads.customer_id is not null
),

outcomes as (
    select
        customer_id,
        max(case when worst_rank = 1 and has_bad_outcome then severity end)
            as worst_outcome_severity,
        count(*) as known_outcome_count,
        count(case when has_bad_outcome then 1 end) as bad_outcome_count,
        bool_or(latest_rank = 1 and has_bad_outcome) as is_last_outcome_bad
    from ordered
    group by customer_id
)

select * from outcomes
