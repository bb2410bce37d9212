{{ config(materialized='view') }}
-- grain: one row per moment at which a visitor became a known user
with source as (
    {{ stage_source('segment', 'identifies') }}
),

renamed as (
    select
        id as identify_id,
        anonymous_id,
        user_id,
        email,
        received_at as synced_at,
        {{ quoted('timestamp') }} as occurred_at
    from source
)

select * from renamed
