-- grain: one row per account
with source as (
    {{ stage_source('landing', 'accounts') }}
),

selected as (
    select
        account_id,
        segment,
        industry,
        region,
        business_model,
        employee_count,
        annual_revenue,
        created_at,
        synced_at
    from source
)

select * from selected
