-- grain: one row per landed account
with accounts as (
    select * from {{ ref('stg_landing__accounts') }}
),

conformed as (
    select
        'landing' as source_system,
        account_id as native_account_id,
        segment as account_segment,
        lower(trim(industry)) as industry,
        trim(region) as region,
        lower(trim(business_model)) as business_model,
        employee_count,
        cast(annual_revenue as double) as annual_revenue,
        created_at
    from accounts
)

select * from conformed
