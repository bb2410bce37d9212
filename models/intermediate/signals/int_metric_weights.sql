-- grain: one row per preset, index metric, journey stage and segment that was observed
with presets as (
    select * from {{ ref('index_presets') }}
),

metric_weights as (
    select * from {{ ref('metric_weights') }}
),

targets as (
    select * from {{ ref('int_metric_targets') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
    where is_in_index
),

parameters as (
    select
        {{ metric_parameter('metric_weight_default') }} as default_weight,
        as_of_at
    from {{ ref('int_as_of') }}
),

presets_in_force as (
    select
        presets.preset,
        presets.preset_version,
        parameters.default_weight,
        parameters.as_of_at
    from presets
    inner join parameters on {{ in_force('presets', 'parameters.as_of_at') }}
),

cells as (
    select
        presets_in_force.*,
        targets.metric_id,
        metrics.dimension,
        targets.journey_stage,
        targets.segment
    from targets
    inner join metrics on targets.metric_id = metrics.metric_id
    cross join presets_in_force
),

ranked as (
    select
        cells.preset,
        cells.metric_id,
        cells.journey_stage,
        cells.segment,
        metric_weights.weight,
        {{ specificity_rank(
            'metric_weights', 'cells.preset, cells.metric_id, cells.journey_stage, cells.segment'
        ) | indent(8) }} as specificity_rank
    from cells
    inner join metric_weights
        on
            cells.preset = metric_weights.preset
            and cells.metric_id = metric_weights.metric_id
            and metric_weights.journey_stage in (cells.journey_stage, 'all')
            and metric_weights.segment in (cells.segment, 'all')
            and {{ in_force('metric_weights', 'cells.as_of_at') | indent(12) }}
),

weights as (
    select
        cells.preset,
        cells.metric_id,
        cells.journey_stage,
        cells.segment,
        cells.dimension,
        cells.preset_version,
        coalesce(ranked.weight, cells.default_weight) as weight
    from cells
    left join ranked
        on
            cells.preset = ranked.preset
            and cells.metric_id = ranked.metric_id
            and cells.journey_stage = ranked.journey_stage
            and cells.segment = ranked.segment
            and ranked.specificity_rank = 1
)

select * from weights
