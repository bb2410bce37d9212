-- grain: one row per additive metric, journey stage, segment and day with observations
with
{% for name in observed_records() -%}
{%- set metrics = observed_metrics(name) -%}
{{ name }} as (
    select * from {{ ref('int_metric_observations__' ~ name) }}
),

days_of_{{ name }} as (
    select
        journey_stage,
        segment,
        {{ metric_sums(metrics) | indent(8) }},
        {% for metric in metrics -%}
        count({{ metric.metric_id }}_numerator) as {{ metric.metric_id }}_n,
        {% endfor -%}
        observed_on
    from {{ name }}
    group by journey_stage, segment, observed_on
),

{% endfor -%}

sums as (
    {% for name in observed_records() -%}
    {{ metric_rows(
        'days_of_' ~ name, observed_metrics(name), ['numerator', 'denominator', 'n'],
        ['journey_stage', 'segment', 'observed_on']
    ) | indent(4) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

daily_sums as (
    select
        metric_id,
        journey_stage,
        segment,
        numerator,
        denominator,
        n,
        observed_on
    from sums
    where n > 0
)

select * from daily_sums
