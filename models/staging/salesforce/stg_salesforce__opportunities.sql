-- grain: one row per opportunity
with source as (
    {{ stage_source('salesforce', 'opportunity') }}
),

renamed as (
    select
        id as opportunity_id,
        account_id,
        owner_id,
        campaign_id,
        type as opportunity_type,
        stage_name,
        forecast_category,
        lead_source,
        currency_iso_code as currency,
        amount,
        expected_revenue,
        probability as probability_percent,
        is_won,
        is_closed,
        close_date as close_on,
        _fivetran_synced as synced_at,
        created_date as created_at
    from source
)

select * from renamed
