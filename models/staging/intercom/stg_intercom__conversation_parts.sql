-- grain: one row per part of a conversation: messages, notes, assignments, changes of state
with source as (
    {{ stage_source('intercom', 'conversation_part_history') }}
),

renamed as (
    select
        id as part_id,
        conversation_id,
        author_id,
        assigned_to_id,
        part_type,
        author_type,
        body,
        assigned_to_type,
        _fivetran_synced as synced_at,
        created_at,
        updated_at,
        conversation_updated_at
    from source
)

select * from renamed
