-- grain: one row per message of a conversation
with source as (
    {{ stage_source('assistant', 'messages') }}
),

selected as (
    select
        message_id,
        conversation_id,
        helpdesk_message_id,
        author_id,
        author_type,
        body,
        is_public,
        sent_at,
        synced_at
    from source
)

select * from selected
