-- grain: one row per ticket
with source as (
    {{ stage_source('zendesk', 'ticket') }}
),

renamed as (
    select
        id as ticket_id,
        requester_id,
        submitter_id,
        assignee_id,
        group_id,
        organization_id,
        brand_id,
        ticket_form_id,
        external_id,
        problem_id,
        via_source_from_id,
        status,
        priority,
        {{ quoted('type') }} as ticket_type,
        subject,
        description,
        merged_ticket_ids,
        via_channel,
        via_source_rel,
        has_incidents,
        is_public,
        created_at,
        updated_at,
        due_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
