-- depends_on: {{ ref('metric_catalogue') }}
-- Rows: metrics of the catalogue that no observation model has a line for, and lines of metrics
-- that the catalogue does not have. Data cannot tell: a metric that a delivery has nothing for has
-- no rows either.
{%- set lines = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.name.startswith('int_metric_observations__') -%}
        {%- set text = node.raw_code.split('metric_observations(')[1] -%}
        {%- for metric_id in modules.re.findall("[(]\\s*'([a-z0-9_]+)',", text) -%}
            {%- do lines.append((metric_id, node.name)) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif %}
with lines as (
    {% for metric_id, model_name in lines -%}
    select
        '{{ metric_id }}' as metric_id,
        '{{ model_name }}' as model_name
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- else -%}
    select
        cast(null as string) as metric_id,
        cast(null as string) as model_name
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
