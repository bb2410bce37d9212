-- grain: one row per task
with source as (
    {{ stage_source('salesforce', 'task') }}
),

renamed as (
    select
        id as task_id,
        who_id as person_id,
        what_id as about_id,
        account_id,
        owner_id,
        status,
        priority,
        call_duration_in_seconds as call_seconds,
        is_closed,
        _fivetran_synced as synced_at,
        created_date as created_at,
        completed_date_time as completed_at
    from source
)

select * from renamed
