-- grain: one row per SLA policy applied to a ticket
with source as (
    {{ stage_source('zendesk', 'ticket_sla_policy') }}
),

renamed as (
    select
        ticket_id,
        sla_policy_id,
        policy_applied_at as applied_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
