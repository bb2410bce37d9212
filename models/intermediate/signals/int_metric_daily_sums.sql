{%- set cell = ['journey_stage', 'segment', 'observed_on'] -%}
-- grain: one row per additive metric, journey stage, segment and day with observations
with
{% for records in metric_lines() -%}
{{ records }} as (
    select * from {{ ref('int_metric_observations__' ~ records) }}
),

sums_of_{{ records }} as (
    select
        journey_stage,
        segment,
        {{ metric_sums(records) | indent(8) }},
        observed_on
    from {{ records }}
    group by journey_stage, segment, observed_on
),

{% endfor -%}

sums as (
    {% for records in metric_lines() -%}
    {{ metric_sum_rows(
        'sums_of_' ~ records, records, cell,
        ['numerator', 'denominator', 'n']
    ) }}
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
        cast(n as bigint) as n,
        observed_on
    from sums
    where n > 0
)

select * from daily_sums
