{{ config(
    materialized=incremental_or_table(),
    unique_key='opportunity_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = ['source_system', 'native_opportunity_id', 'source_stage', 'changed_at'] -%}
-- grain: one row per opportunity and entry into a stage, with the moment it was left
with changes as (
    {{ union_adapters('opportunity_changes', columns) }}
),

stage_mappings as (
    select * from {{ ref('opportunity_stage_mappings') }}
),

stages as (
    select * from {{ ref('opportunity_stages') }}
),

mapped as (
    select
        {{ key_of(['changes.source_system', 'changes.native_opportunity_id']) }}
            as opportunity_id,
        changes.source_system,
        changes.source_stage as stage_name,
        stage_mappings.opportunity_stage,
        stages.stage_order,
        stages.is_qualified,
        stages.is_closed,
        changes.changed_at as entered_at
    from changes
    left join stage_mappings
        on
            changes.source_system = stage_mappings.source_system
            and changes.source_stage = stage_mappings.source_stage
    left join stages on stage_mappings.opportunity_stage = stages.opportunity_stage
),

-- Two stages entered at one moment were passed in their order.
ordered as (
    select
        opportunity_id,
        source_system,
        stage_name,
        opportunity_stage,
        is_qualified,
        is_closed,
        entered_at,
        cast(
            row_number() over (
                partition by opportunity_id order by entered_at, stage_order, stage_name
            ) as bigint
        ) as change_seq,
        lead(entered_at) over (
            partition by opportunity_id order by entered_at, stage_order, stage_name
        ) as left_at
    from mapped
)

select * from ordered
