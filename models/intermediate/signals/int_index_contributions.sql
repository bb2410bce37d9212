-- grain: one row per preset, metric, stage (not 'all'), segment, period, replicate; published only
with publication as (
    select * from {{ ref('int_index_publication') }}
),

dimensions as (
    select * from {{ ref('int_index_dimensions') }}
),

scores as (
    select * from {{ ref('int_metric_scores') }}
),

metric_weights as (
    select * from {{ ref('int_metric_weights') }}
),

scored as (
    select
        scores.*,
        metric_weights.preset,
        metric_weights.weight as relative_weight,
        dimensions.weight as dimension_weight
    from scores
    inner join metric_weights
        on
            scores.metric_id = metric_weights.metric_id
            and scores.journey_stage = metric_weights.journey_stage
            and scores.segment = metric_weights.segment
    inner join dimensions
        on
            scores.journey_stage = dimensions.journey_stage
            and scores.segment = dimensions.segment
            and scores.period_grain = dimensions.period_grain
            and scores.period_start = dimensions.period_start
            and scores.dimension = dimensions.dimension
            and dimensions.is_present
    inner join publication
        on
            scores.journey_stage = publication.journey_stage
            and scores.segment = publication.segment
            and scores.period_grain = publication.period_grain
            and scores.period_start = publication.period_start
            and publication.is_published
),

shared as (
    select
        *,
        dimension_weight * relative_weight / cast(sum(
            cast(relative_weight as decimal(18, 6))
        ) over (
            partition by
                preset, journey_stage, segment, period_grain, period_start, replicate, dimension
        ) as double) as metric_weight
    from scored
),

totals as (
    select
        preset,
        journey_stage,
        segment,
        period_grain,
        period_start,
        replicate,
        {{ exact_sum('metric_weight') }} as total_weight
    from shared
    group by preset, journey_stage, segment, period_grain, period_start, replicate
),

contributions as (
    select
        shared.preset,
        shared.metric_id,
        shared.dimension,
        shared.journey_stage,
        shared.segment,
        shared.period_grain,
        shared.goalpost_version,
        shared.replicate,
        shared.metric_weight / nullif(totals.total_weight, 0) as weight,
        shared.score,
        shared.metric_weight / nullif(totals.total_weight, 0) * shared.score as contribution,
        shared.period_start
    from shared
    inner join totals
        on
            shared.preset = totals.preset
            and shared.journey_stage = totals.journey_stage
            and shared.segment = totals.segment
            and shared.period_grain = totals.period_grain
            and shared.period_start = totals.period_start
            and shared.replicate = totals.replicate
)

select * from contributions
