-- grain: one row per schedule applied to a ticket
with source as (
    {{ stage_source('zendesk', 'ticket_schedule') }}
),

renamed as (
    select
        ticket_id,
        schedule_id,
        created_at as applied_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
