-- grain: one row per landed thread
with threads as (
    select * from {{ ref('stg_landing__threads') }}
),

conformed as (
    select
        'landing' as source_system,
        thread_id as native_thread_id,
        requester_id as native_requester_id,
        cast(null as string) as native_assignee_id,
        problem_id as native_problem_id,
        follow_up_of_thread_id as native_follow_up_of_thread_id,
        merged_into_thread_id as native_merged_into_thread_id,
        channel as source_channel,
        lower(status) as status,
        language,
        intent,
        severity as source_severity,
        journey_stage,
        created_at,
        updated_at
    from threads
)

select * from conformed
