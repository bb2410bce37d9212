-- grain: one row per distribution and person invited
with source as (
    {{ stage_source('qualtrics', 'distribution_contact') }}
),

renamed as (
    select
        distribution_id,
        contact_id,
        response_id,
        {{ quoted('status') }} as invitation_status,
        _fivetran_synced as synced_at,
        sent_at,
        opened_at,
        response_started_at,
        response_completed_at
    from source
)

select * from renamed
