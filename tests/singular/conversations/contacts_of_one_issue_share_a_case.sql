-- Two contacts of one customer with one intent within the repeat window are one case (D01).
with repeats as (
    select
        sessions.session_id,
        sessions.thread_id,
        sessions.customer_id,
        sessions.intent,
        sessions.case_id,
        sessions.ended_at
    from {{ ref('fct_sessions') }} as sessions
    where sessions.is_repeat_contact_7d
),

later_contacts as (
    select * from {{ ref('fct_sessions') }}
    where not is_proactive and not is_thanks_only
),

threads as (
    select * from {{ ref('int_threads') }}
    where merged_into_thread_id is null
),

returns as (
    select
        repeats.session_id,
        max(case when repeats.case_id = later_contacts.case_id then 1 else 0 end) as is_same_case
    from repeats
    inner join later_contacts
        on
            repeats.customer_id = later_contacts.customer_id
            and repeats.intent = later_contacts.intent
            and repeats.thread_id <> later_contacts.thread_id
            and repeats.ended_at < later_contacts.started_at
            and {{ seconds_between('repeats.ended_at', 'later_contacts.started_at') }}
            <= {{ metric_parameter('repeat_contact_window_seconds') }}
    inner join threads on later_contacts.thread_id = threads.thread_id
    group by repeats.session_id
)

select * from returns
where is_same_case = 0
