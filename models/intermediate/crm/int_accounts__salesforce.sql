-- grain: one row per account
with accounts as (
    select * from {{ ref('stg_salesforce__accounts') }}
),

conformed as (
    select
        'salesforce' as source_system,
        account_id as native_account_id,
        cast(null as string) as account_segment,
        lower(trim(industry)) as industry,
        trim(country) as region,
        case when coalesce(is_person, false) then 'b2c' else 'b2b' end as business_model,
        employee_count,
        cast(annual_revenue as double) as annual_revenue,
        created_at
    from accounts
)

select * from conformed
