-- Rows: metrics of the catalogue that have no line, and lines of metrics that the catalogue does
-- not have. Data cannot tell: a metric that a delivery has nothing for has no rows either.
with lines as (
    {% for records, metrics in metric_lines().items() -%}
    {%- for line in metrics.shares + metrics.amounts -%}
    select
        '{{ line[0] }}' as metric_id,
        '{{ records }}' as records
    union all
    {% endfor -%}
    {%- endfor -%}
    {% for line in latency_lines() -%}
    select
        '{{ line[0] }}' as metric_id,
        'latencies' as records
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

catalogue as (
    select distinct metric_id from {{ ref('metric_catalogue') }}
)

select
    catalogue.metric_id as catalogue_metric_id,
    lines.metric_id as line_metric_id,
    lines.records
from catalogue
full outer join lines on catalogue.metric_id = lines.metric_id
where catalogue.metric_id is null or lines.metric_id is null
