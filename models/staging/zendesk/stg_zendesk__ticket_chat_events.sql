-- grain: one row per event of a chat; type ChatMessage is a message
with source as (
    {{ stage_source('zendesk', 'ticket_chat_event') }}
),

renamed as (
    select
        chat_id,
        actor_id,
        message_id,
        parent_message_id,
        {{ quoted('type') }} as event_type,
        message as body,
        message_source,
        original_message_type,
        reason,
        status,
        chat_index,
        is_history_context,
        created_at,
        status_updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
