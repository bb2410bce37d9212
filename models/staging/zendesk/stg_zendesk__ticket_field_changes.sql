-- grain: one row per change of a ticket field
with source as (
    {{ stage_source('zendesk', 'ticket_field_history') }}
),

renamed as (
    select
        ticket_id,
        user_id as actor_id,
        field_name,
        value,
        updated as updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
