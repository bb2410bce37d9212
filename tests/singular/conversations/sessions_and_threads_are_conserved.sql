-- Every session has the messages that it counts, every thread of every source is a fact with a
-- case, and every case has the threads and sessions that it counts.
with messages as (
    select
        session_id,
        count(*) as message_count
    from {{ ref('fct_messages') }}
    group by session_id
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

source_threads as (
    {{ union_adapters('threads', ['source_system', 'native_thread_id']) }}
),

threads as (
    select * from {{ ref('fct_threads') }}
),

cases as (
    select * from {{ ref('fct_cases') }}
),

threads_by_case as (
    select
        case_id,
        count(*) as thread_count
    from threads
    group by case_id
),

sessions_by_case as (
    select
        case_id,
        count(*) as session_count
    from sessions
    group by case_id
),

wrong as (
    select
        coalesce(sessions.session_id, messages.session_id) as record_id,
        'a session and its messages differ' as what_is_wrong
    from sessions
    full outer join messages on sessions.session_id = messages.session_id
    where coalesce(sessions.message_count, 0) <> coalesce(messages.message_count, 0)
    union all
    select
        coalesce(threads.thread_id, source_threads.native_thread_id) as record_id,
        'a thread of a source and its fact differ' as what_is_wrong
    from source_threads
    full outer join threads
        on
            {{ key_of(['source_threads.source_system', 'source_threads.native_thread_id']) }}
            = threads.thread_id
    where
        source_threads.native_thread_id is null
        or threads.thread_id is null
        or threads.case_id is null
    union all
    select
        coalesce(cases.case_id, threads_by_case.case_id) as record_id,
        'a case and its threads differ' as what_is_wrong
    from cases
    full outer join threads_by_case on cases.case_id = threads_by_case.case_id
    where coalesce(cases.thread_count, 0) <> coalesce(threads_by_case.thread_count, 0)
    union all
    select
        coalesce(cases.case_id, sessions_by_case.case_id) as record_id,
        'a case and its sessions differ' as what_is_wrong
    from cases
    full outer join sessions_by_case on cases.case_id = sessions_by_case.case_id
    where coalesce(cases.session_count, 0) <> coalesce(sessions_by_case.session_count, 0)
)

select * from wrong
