{{ config(materialized='view') }}
-- grain: one row per user of the CRM
with source as (
    {{ stage_source('salesforce', 'user') }}
),

renamed as (
    select
        id as user_id,
        user_role_id,
        manager_id,
        profile_id,
        email,
        department,
        title as job_title,
        is_active,
        _fivetran_synced as synced_at,
        last_login_date as last_login_at
    from source
)

select * from renamed
