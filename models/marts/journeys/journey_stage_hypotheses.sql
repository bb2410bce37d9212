-- grain: one row per hypothesis on a journey stage
with hypotheses as (
    select * from {{ ref('journey_hypotheses') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

described as (
    select
        hypotheses.journey_stage,
        hypotheses.metric_id,
        metrics.metric_name,
        hypotheses.owner,
        hypotheses.friction_to_reduce,
        hypotheses.behaviour_to_change,
        hypotheses.business_outcome,
        hypotheses.statement
    from hypotheses
    left join metrics on hypotheses.metric_id = metrics.metric_id
)

select * from described
