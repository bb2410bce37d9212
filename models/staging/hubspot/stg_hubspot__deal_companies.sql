-- grain: one row per deal and company
with source as (
    {{ stage_source('hubspot', 'deal_company') }}
),

renamed as (
    select
        deal_id,
        company_id,
        category,
        type_id,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
