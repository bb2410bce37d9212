-- grain: one row per preset, journey stage ('all' rolls up), segment and period with observations
with indices as (
    select * from {{ ref('empathy_index') }}
),

replicates as (
    select * from {{ ref('int_index_replicates') }}
),

presets as (
    select * from {{ ref('index_presets') }}
),

t_quantiles as (
    select * from {{ ref('t_quantiles') }}
),

group_counts as (
    select count(distinct jackknife_group) as group_count
    from {{ ref('int_observed_customers') }}
),

parameters as (
    select
        {{ metric_parameter('jackknife_groups') }} as jackknife_groups,
        as_of_at
    from {{ ref('int_as_of') }}
),

presets_in_force as (
    select presets.*
    from presets
    inner join parameters on {{ in_force('presets', 'parameters.as_of_at') }}
),

estimates as (
    select * from replicates
    where replicate = 0
),

deviations as (
    select
        estimates.preset,
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
            estimates.preset = replicates.preset
            and estimates.journey_stage = replicates.journey_stage
            and estimates.segment = replicates.segment
            and estimates.period_grain = replicates.period_grain
            and estimates.period_start = replicates.period_start
            and replicates.replicate <> 0
    group by
        estimates.preset,
        estimates.journey_stage,
        estimates.segment,
        estimates.period_grain,
        estimates.period_start
),

-- The interval of the index itself: a replicate that cannot be computed leaves it unknown.
margins as (
    select
        deviations.*,
        t_quantiles.t_975 * sqrt(
            (parameters.jackknife_groups - 1) / parameters.jackknife_groups
            * deviations.squared_deviations
        ) as margin
    from deviations
    cross join parameters
    inner join group_counts on deviations.replicate_count = group_counts.group_count
    inner join t_quantiles on t_quantiles.degrees_of_freedom = parameters.jackknife_groups - 1
),

-- Weights move the value, never whether there is one.
valued as (
    select
        presets_in_force.preset,
        indices.journey_stage,
        indices.segment,
        indices.period_grain,
        presets_in_force.preset_version,
        presets_in_force.business_model,
        presets_in_force.product_line,
        indices.suppression_reason,
        estimates.empathy_index,
        estimates.empathy_index - margins.margin as ci_low,
        estimates.empathy_index + margins.margin as ci_high,
        indices.coverage,
        indices.customer_count,
        presets_in_force.preset = '{{ index_preset() }}' as is_default,
        indices.is_suppressed,
        indices.period_start
    from indices
    cross join presets_in_force
    left join estimates
        on
            presets_in_force.preset = estimates.preset
            and indices.journey_stage = estimates.journey_stage
            and indices.segment = estimates.segment
            and indices.period_grain = estimates.period_grain
            and indices.period_start = estimates.period_start
    left join margins
        on
            presets_in_force.preset = margins.preset
            and indices.journey_stage = margins.journey_stage
            and indices.segment = margins.segment
            and indices.period_grain = margins.period_grain
            and indices.period_start = margins.period_start
)

select * from valued
