-- grain: one row per question put to the user within a conversation, answered or not
with source as (
    {{ stage_source('assistant', 'feedback') }}
),

selected as (
    select
        feedback_id,
        conversation_id,
        message_id,
        {{ quoted('measure') }},
        trigger_point,
        score,
        scale_min,
        scale_max,
        shown_at,
        answered_at,
        synced_at
    from source
)

select * from selected
