{{ config(materialized='view') }}
-- grain: one row per response and property
with source as (
    {{ stage_source('delighted', 'response_property') }}
),

renamed as (
    select
        response_id,
        {{ quoted('name') }} as property_name,
        {{ quoted('value') }} as property_value,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
