-- grain: one row per company
with source as (
    {{ stage_source('hubspot', 'company') }}
),

renamed as (
    select
        id as company_id,
        property_industry as industry,
        property_country as country,
        property_numberofemployees as employee_count,
        property_annualrevenue as annual_revenue,
        _fivetran_synced as synced_at,
        property_createdate as created_at
    from source
)

select * from renamed
