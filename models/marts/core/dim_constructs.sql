-- grain: one row per construct and version of its definition
with constructs as (
    select * from {{ ref('constructs') }}
),

indicators as (
    select * from {{ ref('behaviour_indicators') }}
),

counts as (
    select
        construct,
        count(*) as indicator_count,
        count(signal) as measured_indicator_count
    from indicators
    group by construct
),

final as (
    select
        {{ key_of(['constructs.version', 'constructs.construct']) }} as construct_id,
        constructs.construct,
        constructs.construct_name,
        constructs.definition,
        constructs.perceived_by,
        constructs.coded_by,
        constructs.version,
        coalesce(counts.indicator_count, 0) as indicator_count,
        coalesce(counts.measured_indicator_count, 0) as measured_indicator_count,
        constructs.valid_from,
        constructs.valid_to
    from constructs
    left join counts on constructs.construct = counts.construct
)

select * from final
