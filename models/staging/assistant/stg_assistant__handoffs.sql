-- grain: one row per handoff from the assistant to people
with source as (
    {{ stage_source('assistant', 'handoffs') }}
),

selected as (
    select
        handoff_id,
        conversation_id,
        {{ quoted('trigger') }},
        target_queue,
        issue_summary,
        user_emotion,
        attempted_solutions,
        metadata,
        summarised_at,
        announced_at,
        queued_at,
        accepted_at,
        synced_at
    from source
)

select * from selected
