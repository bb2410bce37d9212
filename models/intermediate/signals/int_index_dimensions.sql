-- grain: one row per journey stage (not 'all'), segment, period and dimension of the weight set
with observed_customers as (
    select * from {{ ref('int_observed_customers') }}
),

scores as (
    select * from {{ ref('int_metric_scores') }}
),

index_weights as (
    select * from {{ ref('index_weights') }}
),

metric_weights as (
    select * from {{ ref('int_metric_weights') }}
    where preset = '{{ index_preset() }}'
),

cells as (
    select distinct
        journey_stage,
        segment,
        period_grain,
        period_start
    from observed_customers
    where journey_stage <> 'all'
),

metric_counts as (
    select
        scores.journey_stage,
        scores.segment,
        scores.period_grain,
        scores.period_start,
        scores.dimension,
        count(*) as metric_count,
        {{ exact_sum('metric_weights.weight * scores.score') }}
        / {{ exact_sum('metric_weights.weight') }} as score
    from scores
    inner join metric_weights
        on
            scores.metric_id = metric_weights.metric_id
            and scores.journey_stage = metric_weights.journey_stage
            and scores.segment = metric_weights.segment
    where scores.replicate = 0
    group by
        scores.journey_stage,
        scores.segment,
        scores.period_grain,
        scores.period_start,
        scores.dimension
),

-- Weights are those in force when the period began: a later change of weights does not rewrite
-- what was decided on.
dimensions as (
    select
        cells.journey_stage,
        cells.segment,
        cells.period_grain,
        index_weights.dimension,
        index_weights.weight_set_version,
        index_weights.weight,
        index_weights.minimum_metrics,
        coalesce(metric_counts.metric_count, 0) as metric_count,
        case
            when metric_counts.metric_count >= index_weights.minimum_metrics
                then metric_counts.score
        end as score,
        index_weights.is_anchor,
        coalesce(metric_counts.metric_count, 0) >= index_weights.minimum_metrics as is_present,
        cells.period_start
    from cells
    inner join index_weights on {{ in_force('index_weights', 'cells.period_start') | indent(4) }}
    left join metric_counts
        on
            cells.journey_stage = metric_counts.journey_stage
            and cells.segment = metric_counts.segment
            and cells.period_grain = metric_counts.period_grain
            and cells.period_start = metric_counts.period_start
            and index_weights.dimension = metric_counts.dimension
)

select * from dimensions
