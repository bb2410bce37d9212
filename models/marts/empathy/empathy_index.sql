-- grain: one row per journey stage ('all' rolls up), segment and period with observations
with observed_customers as (
    select * from {{ ref('int_observed_customers') }}
),

publication as (
    select * from {{ ref('int_index_publication') }}
),

replicates as (
    select * from {{ ref('int_index_replicates') }}
    where preset = '{{ index_preset() }}'
),

metric_contributions as (
    select * from {{ ref('int_index_contributions') }}
    where preset = '{{ index_preset() }}'
),

index_contributions as (
    select * from {{ ref('empathy_index_contributions') }}
),

dimensions as (
    select * from {{ ref('int_index_dimensions') }}
),

t_quantiles as (
    select * from {{ ref('t_quantiles') }}
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('int_reporting_periods') }}
),

parameters as (
    select {{ metric_parameter('jackknife_groups') }} as jackknife_groups
),

cells as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        cast(sum(customer_count) as bigint) as customer_count
    from observed_customers
    group by journey_stage, segment, period_grain, period_start
),

estimates as (
    select * from replicates
    where replicate = 0
),

-- Delete-a-group jackknife: the index without each group of customers in turn. A replicate that
-- cannot be computed leaves the interval unknown, not narrower.
deviations as (
    select
        estimates.journey_stage,
        estimates.segment,
        estimates.period_grain,
        estimates.period_start,
        count(*) as replicate_count,
        {{ exact_sum(
            '(replicates.empathy_index - estimates.empathy_index)'
            ~ ' * (replicates.empathy_index - estimates.empathy_index)'
        ) }} as squared_deviations
    from estimates
    inner join replicates
        on
            estimates.journey_stage = replicates.journey_stage
            and estimates.segment = replicates.segment
            and estimates.period_grain = replicates.period_grain
            and estimates.period_start = replicates.period_start
            and replicates.replicate <> 0
    group by
        estimates.journey_stage,
        estimates.segment,
        estimates.period_grain,
        estimates.period_start
),

group_counts as (
    select count(distinct jackknife_group) as group_count from observed_customers
),

margins as (
    select
        deviations.journey_stage,
        deviations.segment,
        deviations.period_grain,
        deviations.period_start,
        t_quantiles.t_975 * sqrt(
            (parameters.jackknife_groups - 1) / parameters.jackknife_groups
            * deviations.squared_deviations
        ) as margin
    from deviations
    cross join parameters
    inner join group_counts on deviations.replicate_count = group_counts.group_count
    inner join t_quantiles on t_quantiles.degrees_of_freedom = parameters.jackknife_groups - 1
),

stages as (
    select
        publication.*,
        cells.customer_count,
        estimates.empathy_index,
        case when publication.is_published then cells.customer_count else 0 end
            as published_customer_count,
        row_number() over (
            partition by publication.segment, publication.period_grain, publication.period_start
            order by cells.customer_count desc, publication.journey_stage asc
        ) as size_rank
    from publication
    inner join cells
        on
            publication.journey_stage = cells.journey_stage
            and publication.segment = cells.segment
            and publication.period_grain = cells.period_grain
            and publication.period_start = cells.period_start
    left join estimates
        on
            publication.journey_stage = estimates.journey_stage
            and publication.segment = estimates.segment
            and publication.period_grain = estimates.period_grain
            and publication.period_start = estimates.period_start
),

-- The coverage of the top line is that of its stages; where none is published, that of all of them,
-- so that the shortfall can be seen.
top_lines as (
    select
        segment,
        period_grain,
        period_start,
        max(weight_set_version) as weight_set_version,
        max(case when size_rank = 1 then journey_stage || ': ' || suppression_reason end)
            as largest_stage_reason,
        count(empathy_index) as published_stage_count,
        coalesce(
            {{ exact_sum('coverage * published_customer_count') }}
            / nullif(sum(published_customer_count), 0),
            {{ exact_sum('coverage * customer_count') }} / nullif(sum(customer_count), 0)
        ) as coverage,
        {{ exact_sum('published_customer_count') }} / nullif({{ exact_sum('customer_count') }}, 0)
            as published_customer_share,
        {{ exact_sum("case when journey_stage <> 'unknown' then empathy_index end") }}
        / nullif(count(case when journey_stage <> 'unknown' then empathy_index end), 0)
            as empathy_index_equal_weighted
    from stages
    group by segment, period_grain, period_start
),

verdicts as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        weight_set_version,
        suppression_reason,
        coverage,
        cast(null as double) as empathy_index_equal_weighted,
        cast(null as bigint) as published_stage_count,
        cast(null as double) as published_customer_share
    from publication
    union all
    select
        'all' as journey_stage,
        segment,
        period_grain,
        period_start,
        weight_set_version,
        case
            when published_stage_count = 0
                then 'no journey stage has an index; the largest is ' || largest_stage_reason
        end as suppression_reason,
        coverage,
        empathy_index_equal_weighted,
        published_stage_count,
        published_customer_share
    from top_lines
),

goalpost_versions as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        max(goalpost_version) as goalpost_version
    from metric_contributions
    where replicate = 0
    group by journey_stage, segment, period_grain, period_start
    union all
    select
        'all' as journey_stage,
        segment,
        period_grain,
        period_start,
        max(goalpost_version) as goalpost_version
    from metric_contributions
    where replicate = 0
    group by segment, period_grain, period_start
),

-- The parts of a stage are shown even where they are too few for an index.
part_scores as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        dimension,
        score
    from dimensions
    union all
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        dimension,
        {{ exact_sum('contribution') }} / nullif({{ exact_sum('weight') }}, 0) as score
    from index_contributions
    where journey_stage = 'all'
    group by journey_stage, segment, period_grain, period_start, dimension
),

parts as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        max(case when dimension = 'experience' then score end) as experience_score,
        max(case when dimension = 'behaviour' then score end) as behaviour_score,
        max(case when dimension = 'business' then score end) as business_score,
        max(case when dimension = 'qualitative' then score end) as qualitative_score
    from part_scores
    group by journey_stage, segment, period_grain, period_start
),

changes as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        {{ exact_sum('change_contribution') }} as change
    from index_contributions
    group by journey_stage, segment, period_grain, period_start
),

scored as (
    select
        cells.journey_stage,
        cells.segment,
        cells.period_grain,
        verdicts.weight_set_version,
        goalpost_versions.goalpost_version,
        verdicts.suppression_reason,
        estimates.empathy_index,
        estimates.empathy_index - margins.margin as ci_low,
        estimates.empathy_index + margins.margin as ci_high,
        verdicts.coverage,
        parts.experience_score,
        parts.behaviour_score,
        parts.business_score,
        parts.qualitative_score,
        estimates.empathy_index_geometric,
        verdicts.empathy_index_equal_weighted,
        verdicts.published_stage_count,
        verdicts.published_customer_share,
        cells.customer_count,
        previous_estimates.empathy_index as previous_empathy_index,
        changes.change,
        estimates.empathy_index is null as is_suppressed,
        cells.period_start
    from cells
    inner join periods
        on
            cells.period_grain = periods.period_grain
            and cells.period_start = periods.period_start
    left join verdicts
        on
            cells.journey_stage = verdicts.journey_stage
            and cells.segment = verdicts.segment
            and cells.period_grain = verdicts.period_grain
            and cells.period_start = verdicts.period_start
    left join estimates
        on
            cells.journey_stage = estimates.journey_stage
            and cells.segment = estimates.segment
            and cells.period_grain = estimates.period_grain
            and cells.period_start = estimates.period_start
    left join margins
        on
            cells.journey_stage = margins.journey_stage
            and cells.segment = margins.segment
            and cells.period_grain = margins.period_grain
            and cells.period_start = margins.period_start
    left join goalpost_versions
        on
            cells.journey_stage = goalpost_versions.journey_stage
            and cells.segment = goalpost_versions.segment
            and cells.period_grain = goalpost_versions.period_grain
            and cells.period_start = goalpost_versions.period_start
    left join parts
        on
            cells.journey_stage = parts.journey_stage
            and cells.segment = parts.segment
            and cells.period_grain = parts.period_grain
            and cells.period_start = parts.period_start
    left join changes
        on
            cells.journey_stage = changes.journey_stage
            and cells.segment = changes.segment
            and cells.period_grain = changes.period_grain
            and cells.period_start = changes.period_start
    left join estimates as previous_estimates
        on
            cells.journey_stage = previous_estimates.journey_stage
            and cells.segment = previous_estimates.segment
            and cells.period_grain = previous_estimates.period_grain
            and periods.previous_period_start = previous_estimates.period_start
)

select * from scored
