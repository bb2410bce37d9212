-- grain: one row per journey stage (not 'all'), segment and period
with dimensions as (
    select * from {{ ref('int_index_dimensions') }}
),

parameters as (
    select
        {{ metric_parameter('coverage_minimum') }} as coverage_minimum,
        {{ metric_parameter('dimensions_minimum') }} as dimensions_minimum
),

described as (
    select
        *,
        case
            when not is_present
                then
                    dimension || ' (' || cast(metric_count as string) || ' of at least '
                    || cast(minimum_metrics as string) || ' metrics)'
        end as absence
    from dimensions
),

coverages as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        max(weight_set_version) as weight_set_version,
        {{ exact_sum('case when is_present then weight else 0 end') }}
        / nullif({{ exact_sum('weight') }}, 0) as coverage,
        sum(case when is_present then 1 else 0 end) as dimension_count,
        max(case when is_present and is_anchor then 1 else 0 end) as anchor_count,
        max(case when dimension = 'experience' then absence end) as experience_absence,
        max(case when dimension = 'behaviour' then absence end) as behaviour_absence,
        max(case when dimension = 'business' then absence end) as business_absence,
        max(case when dimension = 'qualitative' then absence end) as qualitative_absence
    from described
    group by journey_stage, segment, period_grain, period_start
),

judged as (
    select
        coverages.*,
        case
            when coverages.dimension_count < parameters.dimensions_minimum
                then
                    'only ' || cast(coverages.dimension_count as string) || ' of at least '
                    || cast(cast(parameters.dimensions_minimum as bigint) as string)
                    || ' dimensions'
            when coverages.coverage < parameters.coverage_minimum
                then
                    'coverage ' || cast(cast(coverages.coverage as decimal(6, 2)) as string)
                    || ' is below '
                    || cast(cast(parameters.coverage_minimum as decimal(6, 2)) as string)
            when coverages.anchor_count = 0 then 'neither experience nor behaviour is measured'
        end as shortfall
    from coverages
    cross join parameters
),

publication as (
    select
        journey_stage,
        segment,
        period_grain,
        weight_set_version,
        shortfall || '; missing: ' || {{ joined_words([
            'experience_absence', 'behaviour_absence', 'business_absence', 'qualitative_absence',
        ]) | indent(8) }} as suppression_reason,
        coverage,
        shortfall is null as is_published,
        period_start
    from judged
)

select * from publication
