{{ config(materialized='view') }}
-- grain: one row per person asked
with source as (
    {{ stage_source('delighted', 'person') }}
),

renamed as (
    select
        id as person_id,
        email,
        locale,
        _fivetran_synced as synced_at,
        created_at,
        last_sent_at,
        last_responded_at
    from source
)

select * from renamed
