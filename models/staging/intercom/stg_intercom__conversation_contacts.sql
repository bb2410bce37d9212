-- grain: one row per conversation and contact who takes part
with source as (
    {{ stage_source('intercom', 'conversation_contact_history') }}
),

renamed as (
    select
        conversation_id,
        contact_id,
        conversation_updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
