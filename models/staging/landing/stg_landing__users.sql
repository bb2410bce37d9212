{{ config(materialized='view') }}
-- grain: one row per person or bot, or per period of a role where role history is known
with source as (
    {{ stage_source('landing', 'users') }}
),

selected as (
    select
        user_id,
        external_id,
        account_id,
        role,
        email,
        segment,
        language,
        is_active,
        valid_from,
        valid_to,
        created_at,
        synced_at
    from source
)

select * from selected
