{{ config(incremental_strategy='whole_table') }}
-- grain: one row per inbound session: how often its customer had made contact before
with session_spans as (
    select * from {{ ref('int_session_spans') }}
),

session_signs as (
    select * from {{ ref('int_session_signs') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

contacts as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        threads.customer_id,
        session_spans.intent,
        session_spans.started_at
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    inner join session_signs on session_spans.session_id = session_signs.session_id
    where not session_spans.is_proactive and not session_signs.is_thanks_only
),

counted as (
    select
        session_id,
        thread_id,
        count(*) over (
            partition by customer_id order by started_at, session_id
            rows between unbounded preceding and 1 preceding
        ) as prior_contacts_any_intent,
        case
            when intent is not null
                then count(*) over (
                    partition by customer_id, intent order by started_at, session_id
                    rows between unbounded preceding and 1 preceding
                )
        end as prior_contacts_same_intent
    from contacts
)

select * from counted
