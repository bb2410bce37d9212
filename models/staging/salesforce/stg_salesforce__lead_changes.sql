{{ config(materialized='view') }}
-- grain: one row per change of a field of a lead
with source as (
    {{ stage_source('salesforce', 'lead_history') }}
),

renamed as (
    select
        id as change_id,
        lead_id,
        field as field_name,
        old_value,
        new_value,
        _fivetran_synced as synced_at,
        created_date as changed_at
    from source
)

select * from renamed
