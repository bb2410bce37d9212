-- grain: one row per intervention
with interventions as (
    select * from {{ ref('interventions') }}
),

feature_classes as (
    select * from {{ ref('feature_classes') }}
),

described as (
    select
        interventions.intervention,
        interventions.intervention_name,
        interventions.feature_class,
        feature_classes.class_name,
        interventions.outcome_type
    from interventions
    left join feature_classes on interventions.feature_class = feature_classes.feature_class
)

select * from described
