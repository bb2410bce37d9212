{{ config(materialized='view') }}
-- grain: one row per lead
with source as (
    {{ stage_source('salesforce', 'lead') }}
),

renamed as (
    select
        id as lead_id,
        converted_account_id,
        converted_contact_id,
        converted_opportunity_id,
        external_user_id_c as external_user_id,
        audience_segment_c as audience_segment,
        stated_intent_c as stated_intent,
        email,
        status,
        lead_source,
        number_of_employees as employee_count,
        annual_revenue,
        is_converted,
        converted_date as converted_on,
        _fivetran_synced as synced_at,
        created_date as created_at,
        last_modified_date as updated_at
    from source
)

select * from renamed
