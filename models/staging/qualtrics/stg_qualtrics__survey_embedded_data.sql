{{ config(materialized='view') }}
-- grain: one row per response and embedded field
with source as (
    {{ stage_source('qualtrics', 'survey_embedded_data') }}
),

renamed as (
    select
        response_id,
        {{ quoted('key') }} as field_name,
        {{ quoted('value') }} as field_value,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
