-- grain: one row per account
with source as (
    {{ stage_source('salesforce', 'account') }}
),

renamed as (
    select
        id as account_id,
        owner_id,
        parent_id as parent_account_id,
        type as account_type,
        industry,
        account_source,
        rating,
        ownership,
        billing_country as country,
        number_of_employees as employee_count,
        annual_revenue,
        is_person_account as is_person,
        last_activity_date as last_activity_on,
        _fivetran_synced as synced_at,
        created_date as created_at
    from source
)

select * from renamed
