-- grain: one row per deal and entry into a stage
with source as (
    {{ stage_source('hubspot', 'deal_stage') }}
),

renamed as (
    select
        deal_id,
        value as stage_id,
        _fivetran_synced as synced_at,
        date_entered as entered_at
    from source
)

select * from renamed
