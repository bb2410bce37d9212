-- grain: one row per deal and entry into a stage
with stage_changes as (
    select * from {{ ref('stg_hubspot__deal_stage_changes') }}
),

pipeline_stages as (
    select * from {{ ref('stg_hubspot__deal_pipeline_stages') }}
),

conformed as (
    select
        'hubspot' as source_system,
        stage_changes.deal_id as native_opportunity_id,
        lower(trim(coalesce(pipeline_stages.stage_label, stage_changes.stage_id)))
            as source_stage,
        stage_changes.entered_at as changed_at
    from stage_changes
    left join pipeline_stages on stage_changes.stage_id = pipeline_stages.stage_id
)

select * from conformed
