-- Rows: metrics whose interval is that of a mean, or of a net promoter score, but whose line is one
-- of shares: of those no squares are kept, and the interval would be missing.
with shares as (
    {% for lines in metric_lines().values() -%}
    {%- for line in lines.shares -%}
    select '{{ line[0] }}' as metric_id
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
inner join shares on metrics.metric_id = shares.metric_id
