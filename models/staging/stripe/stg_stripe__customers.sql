{{ config(materialized='view') }}
-- grain: one row per customer
with source as (
    {{ stage_source('stripe', 'customer') }}
),

renamed as (
    select
        id as customer_id,
        email,
        metadata,
        currency,
        delinquent as is_delinquent,
        _fivetran_synced as synced_at,
        created as created_at
    from source
)

select * from renamed
