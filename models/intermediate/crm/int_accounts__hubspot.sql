-- grain: one row per company
with companies as (
    select * from {{ ref('stg_hubspot__companies') }}
),

conformed as (
    select
        'hubspot' as source_system,
        company_id as native_account_id,
        cast(null as string) as account_segment,
        lower(replace(trim(industry), '_', ' ')) as industry,
        trim(country) as region,
        -- The system keeps people apart from companies.
        'b2b' as business_model,
        employee_count,
        cast(annual_revenue as double) as annual_revenue,
        created_at
    from companies
)

select * from conformed
