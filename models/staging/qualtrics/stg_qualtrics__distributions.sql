-- grain: one row per distribution
with source as (
    {{ stage_source('qualtrics', 'distribution') }}
),

renamed as (
    select
        id as distribution_id,
        survey_link_survey_id as survey_id,
        parent_distribution_id,
        recipient_mailing_list_id as mailing_list_id,
        request_type,
        request_status,
        _fivetran_synced as synced_at,
        send_date as sent_at
    from source
)

select * from renamed
