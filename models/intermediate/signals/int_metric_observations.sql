{{ config(materialized='view') }}
-- grain: one row per additive metric and record that counts for it, whatever kind the record is
with observations as (
    {% for name in observed_records() -%}
    select * from {{ ref('int_metric_observations__' ~ name) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
)

select * from observations
