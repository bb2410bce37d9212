{{ config(materialized='view') }}
-- grain: one row per owner of contacts and deals
with source as (
    {{ stage_source('hubspot', 'owner') }}
),

renamed as (
    select
        owner_id,
        email,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
