-- Every word of a CRM has a row in seeds/vocabulary. A row here is a word without one: add it to
-- the seed named in `vocabulary`, or correct the source.
with opportunities as (
    select * from {{ ref('int_opportunities') }}
),

opportunity_changes as (
    select * from {{ ref('int_opportunity_changes') }}
),

lifecycle_changes as (
    select * from {{ ref('int_lifecycle_changes') }}
),

stated_segments as (
    select * from {{ ref('int_stated_segments') }}
),

used_values as (
    select
        source_system,
        'opportunity_type_mappings' as vocabulary,
        source_type as used_value,
        opportunity_type is not null as is_mapped
    from opportunities
    union all
    select
        source_system,
        'opportunity_stage_mappings' as vocabulary,
        stage_name as used_value,
        opportunity_stage is not null as is_mapped
    from opportunities
    union all
    select
        source_system,
        'opportunity_stage_mappings' as vocabulary,
        stage_name as used_value,
        opportunity_stage is not null as is_mapped
    from opportunity_changes
    union all
    -- A word may be known and begin no stage, but it always tells whether the lead is qualified.
    select
        source_system,
        'lifecycle_stage_mappings' as vocabulary,
        source_stage as used_value,
        is_qualified_lead is not null as is_mapped
    from lifecycle_changes
    union all
    select
        source_system,
        'segment_mappings' as vocabulary,
        source_segment as used_value,
        segment is not null as is_mapped
    from stated_segments
),

unmapped as (
    select
        source_system,
        vocabulary,
        used_value,
        count(*) as row_count
    from used_values
    where used_value is not null and not is_mapped
    group by source_system, vocabulary, used_value
)

select * from unmapped
