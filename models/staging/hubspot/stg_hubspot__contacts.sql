{{ config(materialized='view') }}
-- grain: one row per contact
with source as (
    {{ stage_source('hubspot', 'contact') }}
),

renamed as (
    select
        id as contact_id,
        property_associatedcompanyid as main_company_id,
        property_external_user_id as external_user_id,
        property_email as email,
        property_jobtitle as job_title,
        property_audience_segment as audience_segment,
        property_stated_intent as stated_intent,
        property_lifecyclestage as lifecycle_stage,
        property_hs_lead_status as lead_status,
        property_hs_language as language,
        property_hs_email_optout as has_opted_out,
        _fivetran_synced as synced_at,
        property_createdate as created_at
    from source
)

select * from renamed
