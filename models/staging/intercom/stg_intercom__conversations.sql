-- grain: one row per conversation; the opening message is in it
with source as (
    {{ stage_source('intercom', 'conversation_history') }}
),

renamed as (
    select
        id as conversation_id,
        source_author_id,
        assignee_id,
        state,
        source_type,
        source_delivered_as,
        source_author_type,
        source_subject,
        source_body,
        assignee_type,
        first_contact_reply_type,
        sla_name,
        sla_status,
        conversation_rating_remark,
        conversation_rating_value,
        {{ quoted('read') }} as is_read,
        ai_agent_participated as has_ai_agent,
        _fivetran_synced as synced_at,
        created_at,
        updated_at,
        first_contact_reply_created_at,
        waiting_since,
        snoozed_until,
        conversation_rating_created_at
    from source
)

select * from renamed
