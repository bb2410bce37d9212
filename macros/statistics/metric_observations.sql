{#- One row per record of a relation, with its part in each metric of metric_lines beside each other: for a share a
    column of its name, 1 or 0; for an amount <metric_id>_numerator and <metric_id>_denominator; null where the record
    does not count for the metric. The relation has record_id, customer_id, journey_stage, segment, observed_on and the
    columns that the lines name. A record of an unknown customer stands for a customer of its own. -#}
{% macro metric_observations(relation, records) -%}
{%- set lines = metric_lines()[records] -%}
    select
        record_id,
        customer_id,
        journey_stage,
        segment,
        {% for metric_id, outcome, counted in lines.shares -%}
        {{ one_if(outcome) if counted == 'true' else 'case when ' ~ counted ~ ' then ' ~ one_if(outcome) ~ ' end' }}
            as {{ metric_id }},
        {% endfor -%}
        {% for metric_id, numerator, denominator in lines.amounts -%}
        case when {{ denominator }} <> 0 then {{ numerator }} end as {{ metric_id }}_numerator,
        case when {{ numerator }} is not null and {{ denominator }} <> 0 then {{ denominator }} end
            as {{ metric_id }}_denominator,
        {% endfor -%}
        observed_on
    from {{ relation }}
{%- endmacro %}

{#- One row per metric and record of an observed relation that counts for it; metrics: see observed_metrics. -#}
{% macro long_metric_observations(relation, metrics) -%}
    {% for metric in metrics -%}
    select
        '{{ metric.metric_id }}' as metric_id,
        record_id,
        customer_id,
        journey_stage,
        segment,
        cast({{ metric.column }} as double) as numerator,
        cast({{ 1 if metric.is_share else metric.metric_id ~ '_denominator' }} as double) as denominator,
        observed_on
    from {{ relation }}
    where {{ metric.column }} is not null
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
{%- endmacro %}
