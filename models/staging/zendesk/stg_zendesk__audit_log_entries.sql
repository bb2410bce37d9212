-- grain: one row per change in the account: the role history of users
with source as (
    {{ stage_source('zendesk', 'audit_log') }}
),

renamed as (
    select
        id as entry_id,
        actor_id,
        source_id,
        action,
        change_description,
        source_type,
        created_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
