-- grain: one row per additive metric, journey stage, segment and day with observations
-- What adds up: any period, stage or segment is a sum of these rows, divided last. Nothing is
-- hidden here, and a period that still runs is in it.
with observations as (
    select * from {{ ref('int_metric_observations') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

components as (
    select
        observations.metric_id,
        observations.journey_stage,
        observations.segment,
        cast(sum(cast(observations.numerator as decimal(18, 6))) as decimal(28, 6)) as numerator,
        cast(sum(cast(observations.denominator as decimal(18, 6))) as decimal(28, 6))
            as denominator,
        count(*) as n,
        observations.observed_on
    from observations
    inner join metrics
        on
            observations.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'observations.journey_stage') }}
    group by
        observations.metric_id,
        observations.journey_stage,
        observations.segment,
        observations.observed_on
)

select * from components
