{{ config(materialized=view_or_table()) }}
-- grain: one row per additive metric and record that counts for it, whatever kind the record is
with
{% for records in metric_lines() -%}
{{ records }} as (
    select * from {{ ref('int_metric_observations__' ~ records) }}
),

{% endfor -%}

observations as (
    {% for records in metric_lines() -%}
    {{ long_metric_observations(records, observed_metrics(records)) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
)

select * from observations
