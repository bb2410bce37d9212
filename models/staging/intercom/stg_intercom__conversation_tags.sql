-- grain: one row per conversation and tag, with the last version of the conversation that had it
with source as (
    {{ stage_source('intercom', 'conversation_tag_history') }}
),

renamed as (
    select
        conversation_id,
        tag_id,
        conversation_updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
