-- grain: one row per index metric with a value, journey stage, segment, period and replicate
with metrics as (
    select * from {{ ref('dim_metrics') }}
),

metric_values as (
    select * from {{ ref('fct_metric_values') }}
),

components as (
    select * from {{ ref('int_metric_components') }}
),

targets as (
    select * from {{ ref('int_metric_targets') }}
),

parameters as (
    select {{ metric_parameter('score_scale_maximum') }} as score_scale_maximum
),

jackknife_groups as (
    select distinct jackknife_group from components
),

published as (
    select
        metrics.metric_id,
        metrics.dimension,
        metric_values.journey_stage,
        metric_values.segment,
        metric_values.period_grain,
        metric_values.period_start,
        metrics.value_multiplier,
        metric_values.numerator,
        metric_values.denominator
    from metric_values
    inner join metrics on metric_values.metric_id = metrics.metric_id
    where
        metrics.is_in_index
        and not metric_values.is_suppressed
        and metric_values.journey_stage <> 'all'
),

-- Which metrics count is settled by the whole sample; a replicate only leaves customers out.
replicates as (
    select
        published.*,
        0 as replicate,
        published.numerator as kept_numerator,
        published.denominator as kept_denominator
    from published
    union all
    select
        published.*,
        jackknife_groups.jackknife_group + 1 as replicate,
        published.numerator - coalesce(components.numerator, 0) as kept_numerator,
        published.denominator - coalesce(components.denominator, 0) as kept_denominator
    from published
    cross join jackknife_groups
    left join components
        on
            published.metric_id = components.metric_id
            and published.journey_stage = components.journey_stage
            and published.segment = components.segment
            and published.period_grain = components.period_grain
            and published.period_start = components.period_start
            and jackknife_groups.jackknife_group = components.jackknife_group
),

valued as (
    select
        *,
        value_multiplier * kept_numerator / nullif(kept_denominator, 0) as value
    from replicates
),

scored as (
    select
        valued.metric_id,
        valued.dimension,
        valued.journey_stage,
        valued.segment,
        valued.period_grain,
        targets.goalpost_version,
        valued.replicate,
        {{ normalised_score(
            'valued.value', 'targets.floor', 'targets.target', 'targets.scale',
            'parameters.score_scale_maximum'
        ) | indent(8) }} as score,
        valued.period_start
    from valued
    cross join parameters
    inner join targets
        on
            valued.metric_id = targets.metric_id
            and valued.journey_stage = targets.journey_stage
            and valued.segment = targets.segment
),

scores as (
    select * from scored
    where score is not null
)

select * from scores
