-- grain: one row per feature class
with feature_classes as (
    select * from {{ ref('feature_classes') }}
),

interventions as (
    select * from {{ ref('interventions') }}
),

counted as (
    select
        feature_class,
        count(*) as intervention_count
    from interventions
    group by feature_class
),

classes as (
    select
        feature_classes.feature_class,
        feature_classes.class_name,
        feature_classes.primary_metric,
        feature_classes.supporting_metric,
        feature_classes.outcome,
        feature_classes.signals,
        feature_classes.metric_ids,
        coalesce(counted.intervention_count, 0) as intervention_count,
        feature_classes.is_most_worth_measuring
    from feature_classes
    left join counted on feature_classes.feature_class = counted.feature_class
)

select * from classes
