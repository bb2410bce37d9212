-- grain: one row per edge of the metric tree
with edges as (
    select * from {{ ref('metric_edges') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

tree as (
    select
        edges.from_metric_id,
        edges.to_metric_id,
        edges.from_level,
        edges.to_level,
        from_metrics.metric_name as from_metric_name,
        to_metrics.metric_name as to_metric_name,
        from_metrics.owner as from_owner,
        to_metrics.owner as to_owner,
        edges.hypothesis,
        from_metrics.metric_id is not null and to_metrics.metric_id is not null as is_measured
    from edges
    left join metrics as from_metrics on edges.from_metric_id = from_metrics.metric_id
    left join metrics as to_metrics on edges.to_metric_id = to_metrics.metric_id
)

select * from tree
