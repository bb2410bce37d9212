{{ config(materialized='view') }}
-- grain: one row per response to a survey
with source as (
    {{ stage_source('qualtrics', 'survey_response') }}
),

renamed as (
    select
        id as response_id,
        survey_id,
        {{ quoted('status') }} as response_status,
        distribution_channel,
        recipient_email,
        user_language,
        progress,
        duration_in_seconds as duration_seconds,
        finished as is_finished,
        _fivetran_synced as synced_at,
        start_date as started_at,
        {{ quoted('end_date') }} as ended_at,
        recorded_date as recorded_at,
        last_modified_date as last_modified_at
    from source
)

select * from renamed
