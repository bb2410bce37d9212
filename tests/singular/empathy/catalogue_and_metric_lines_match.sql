-- Rows: metrics of the catalogue that have no line, and lines of metrics
-- that the catalogue does not have. Data cannot tell: a metric that a delivery has nothing for has
-- no rows either.
{%- set lines = [] -%}
{%- for records, metrics in metric_lines().items() -%}
    {%- for line in metrics.shares + metrics.amounts -%}
        {%- do lines.append((line[0], 'int_metric_observations__' ~ records)) -%}
    {%- endfor -%}
{%- endfor -%}
{%- for line in latency_lines() -%}
    {%- do lines.append((line[0], 'int_metric_observations__latencies')) -%}
{%- endfor %}
with lines as (
    {% for metric_id, model_name in lines -%}
    select
        '{{ metric_id }}' as metric_id,
        '{{ model_name }}' as model_name
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
    lines.model_name
from catalogue
full outer join lines on catalogue.metric_id = lines.metric_id
where catalogue.metric_id is null or lines.metric_id is null
