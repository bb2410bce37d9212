{{ config(materialized='view') }}
-- grain: one row per contact
with source as (
    {{ stage_source('salesforce', 'contact') }}
),

renamed as (
    select
        id as contact_id,
        account_id,
        owner_id,
        individual_id,
        external_user_id_c as external_user_id,
        audience_segment_c as audience_segment,
        stated_intent_c as stated_intent,
        email,
        title as job_title,
        department,
        lead_source,
        last_activity_date as last_activity_on,
        _fivetran_synced as synced_at,
        created_date as created_at,
        last_modified_date as updated_at
    from source
)

select * from renamed
