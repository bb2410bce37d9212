-- grain: one row per thread: a ticket, a conversation, a call
with source as (
    {{ stage_source('landing', 'threads') }}
),

selected as (
    select
        thread_id,
        requester_id,
        merged_into_thread_id,
        follow_up_of_thread_id,
        problem_id,
        channel,
        status,
        language,
        intent,
        severity,
        journey_stage,
        created_at,
        updated_at,
        synced_at
    from source
)

select * from selected
