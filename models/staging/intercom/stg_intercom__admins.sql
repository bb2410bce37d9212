{{ config(materialized='view') }}
-- grain: one row per teammate
with source as (
    {{ stage_source('intercom', 'admin') }}
),

renamed as (
    select
        id as admin_id,
        email,
        job_title,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
