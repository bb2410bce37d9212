-- grain: one row per deal
with source as (
    {{ stage_source('hubspot', 'deal') }}
),

renamed as (
    select
        deal_id,
        deal_pipeline_id as pipeline_id,
        deal_pipeline_stage_id as stage_id,
        owner_id,
        property_dealtype as deal_type,
        property_deal_currency_code as currency,
        property_amount as amount,
        _fivetran_synced as synced_at,
        property_createdate as created_at,
        property_closedate as close_at
    from source
)

select * from renamed
