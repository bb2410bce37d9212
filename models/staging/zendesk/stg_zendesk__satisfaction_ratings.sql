-- grain: one row per satisfaction rating
with source as (
    {{ stage_source('zendesk', 'satisfaction_rating') }}
),

renamed as (
    select
        id as rating_id,
        ticket_id,
        requester_id,
        assignee_id,
        group_id,
        score,
        comment,
        reason,
        created_at,
        updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
