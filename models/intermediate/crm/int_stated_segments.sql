{%- set columns = ['source_system', 'source_segment'] -%}
-- grain: one row per source and word for an audience segment that it uses of people
with stated as (
    {{ union_adapters('stated_segments', columns) }}
),

segment_mappings as (
    select * from {{ ref('segment_mappings') }}
),

used as (
    select
        stated.source_system,
        stated.source_segment,
        segment_mappings.segment,
        count(*) as person_count
    from stated
    left join segment_mappings
        on
            stated.source_system = segment_mappings.source_system
            and stated.source_segment = segment_mappings.source_segment
    group by stated.source_system, stated.source_segment, segment_mappings.segment
)

select * from used
