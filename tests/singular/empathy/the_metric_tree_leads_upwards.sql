-- Rows: edges that do not lead from a lower level to a higher one, and metrics on two levels. Since
-- every edge goes up, the tree has no cycle.
with edges as (
    select
        from_metric_id,
        to_metric_id,
        case from_level when 'input' then 1 when 'experience' then 2 else 3 end as from_height,
        case to_level when 'input' then 1 when 'experience' then 2 else 3 end as to_height
    from {{ ref('metric_edges') }}
),

heights as (
    select
        from_metric_id as metric_id,
        from_height as height
    from edges
    union
    select
        to_metric_id as metric_id,
        to_height as height
    from edges
)

select
    from_metric_id as metric_id,
    'leads down' as problem
from edges
where from_height >= to_height
union all
select
    metric_id,
    'on two levels' as problem
from heights
group by metric_id
having count(*) > 1
