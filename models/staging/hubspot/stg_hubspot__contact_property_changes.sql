{{ config(materialized='view') }}
-- grain: one row per contact, property and change of its value
with source as (
    {{ stage_source('hubspot', 'contact_property_history') }}
),

renamed as (
    select
        source.contact_id,
        source.name as property_name,
        source.value,
        source._fivetran_synced as synced_at,
        source.timestamp as changed_at
    from source
)

select * from renamed
