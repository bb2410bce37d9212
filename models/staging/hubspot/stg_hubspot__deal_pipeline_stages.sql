-- grain: one row per stage of a pipeline
with source as (
    {{ stage_source('hubspot', 'deal_pipeline_stage') }}
),

renamed as (
    select
        stage_id,
        pipeline_id,
        label as stage_label,
        display_order,
        probability,
        is_closed,
        closed_won as is_won,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
