-- grain: one row per metric of the catalogue in force at the as-of moment
with metric_catalogue as (
    select * from {{ ref('metric_catalogue') }}
),

goalposts as (
    select * from {{ ref('goalposts') }}
),

index_weights as (
    select * from {{ ref('index_weights') }}
),

empathy_outcomes as (
    select * from {{ ref('empathy_outcomes') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

metrics as (
    select
        metric_catalogue.metric_id,
        metric_catalogue.metric_name,
        metric_catalogue.definition,
        metric_catalogue.dimension,
        metric_catalogue.direction,
        metric_catalogue.unit,
        metric_catalogue.estimator,
        metric_catalogue.indicator_type,
        metric_catalogue.empathy_dimension,
        empathy_outcomes.empathy_outcome,
        metric_catalogue.stream_position,
        metric_catalogue.owner,
        metric_catalogue.data_source,
        metric_catalogue.cadence,
        metric_catalogue.numerator,
        metric_catalogue.denominator,
        metric_catalogue.action_threshold,
        metric_catalogue.applicable_stages,
        goalposts.scale,
        goalposts.goalpost_version,
        metric_catalogue.minimum_n,
        metric_catalogue.value_multiplier,
        goalposts.floor,
        goalposts.target,
        index_weights.weight as dimension_weight,
        metric_catalogue.is_in_index,
        metric_catalogue.valid_from
    from metric_catalogue
    inner join as_of on {{ in_force('metric_catalogue', 'as_of.as_of_at') | indent(4) }}
    left join empathy_outcomes on metric_catalogue.metric_id = empathy_outcomes.metric_id
    left join goalposts
        on
            metric_catalogue.metric_id = goalposts.metric_id
            and goalposts.journey_stage = 'all'
            and goalposts.segment = 'all'
            and {{ in_force('goalposts', 'as_of.as_of_at') | indent(12) }}
    left join index_weights
        on
            metric_catalogue.dimension = index_weights.dimension
            and {{ in_force('index_weights', 'as_of.as_of_at') | indent(12) }}
)

select * from metrics
