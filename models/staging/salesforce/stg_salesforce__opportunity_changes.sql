-- grain: one row per opportunity and change of stage, amount or date
with source as (
    {{ stage_source('salesforce', 'opportunity_history') }}
),

renamed as (
    select
        id as change_id,
        opportunity_id,
        stage_name,
        amount,
        probability as probability_percent,
        close_date as close_on,
        _fivetran_synced as synced_at,
        created_date as changed_at
    from source
)

select * from renamed
