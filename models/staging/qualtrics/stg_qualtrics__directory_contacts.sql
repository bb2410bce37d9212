{{ config(materialized='view') }}
-- grain: one row per person of the directory
with source as (
    {{ stage_source('qualtrics', 'directory_contact') }}
),

renamed as (
    select
        id as contact_id,
        directory_id,
        email,
        ext_ref as external_id,
        directory_unsubscribed as is_unsubscribed,
        _fivetran_synced as synced_at,
        creation_date as created_at
    from source
)

select * from renamed
