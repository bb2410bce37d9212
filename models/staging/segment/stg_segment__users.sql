{{ config(materialized='view') }}
-- grain: one row per known user
with source as (
    {{ stage_source('segment', 'users') }}
),

renamed as (
    select
        id as user_id,
        email,
        language,
        created_at,
        received_at as synced_at
    from source
)

select * from renamed
