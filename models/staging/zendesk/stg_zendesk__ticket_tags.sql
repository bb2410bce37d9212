-- grain: one row per tag on a ticket
with source as (
    {{ stage_source('zendesk', 'ticket_tag') }}
),

renamed as (
    select
        ticket_id,
        tag,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
