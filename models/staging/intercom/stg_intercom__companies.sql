-- grain: one row per company
with source as (
    {{ stage_source('intercom', 'company_history') }}
),

renamed as (
    select
        id as company_id,
        plan_id,
        plan_name,
        industry,
        website,
        monthly_spend,
        session_count,
        user_count,
        _fivetran_synced as synced_at,
        created_at,
        updated_at
    from source
)

select * from renamed
