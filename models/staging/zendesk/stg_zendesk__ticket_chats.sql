-- grain: one row per chat or messaging conversation behind a ticket
with source as (
    {{ stage_source('zendesk', 'ticket_chat') }}
),

renamed as (
    select
        chat_id,
        ticket_id,
        conversation_id,
        integration_id,
        user_id,
        visitor_id,
        channel,
        backend,
        initiator as initiator_code,
        authenticated as is_authenticated,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
