{{ config(materialized='view') }}
-- grain: one row per additive metric and record that counts for it, whatever kind the record is
with
{% for name in observed_records() -%}
{{ name }} as (
    select * from {{ ref('int_metric_observations__' ~ name) }}
),

{% endfor -%}

observations as (
    {% for name in observed_records() -%}
    {%- set is_last_name = loop.last -%}
    {%- for metric in observed_metrics(name) -%}
    select
        '{{ metric.metric_id }}' as metric_id,
        record_id,
        customer_id,
        journey_stage,
        segment,
        cast({{ metric.metric_id }}_numerator as double) as numerator,
        cast({{ metric.metric_id }}_denominator as double) as denominator,
        observed_on
    from {{ name }}
    where {{ metric.metric_id }}_numerator is not null
    {%- if not (is_last_name and loop.last) %}
    union all
    {% endif %}
    {%- endfor %}
    {%- endfor %}
)

select * from observations
