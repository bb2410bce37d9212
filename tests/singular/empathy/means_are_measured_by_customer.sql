-- Rows: metrics whose interval is that of a mean, or of a net promoter score, but whose line only
-- counts records: of those no squares are kept, and the interval would be missing.
with counted as (
    {% for name in observed_records() -%}
    {%- for metric in observed_metrics(name) if metric.is_count -%}
    select '{{ metric.metric_id }}' as metric_id
    union all
    {% endfor -%}
    {%- endfor -%}
    select cast(null as string) as metric_id
),

metrics as (
    select * from {{ ref('dim_metrics') }}
    where estimator not in ('proportion', 'median', 'kaplan_meier_median')
)

select metrics.metric_id
from metrics
inner join counted on metrics.metric_id = counted.metric_id
