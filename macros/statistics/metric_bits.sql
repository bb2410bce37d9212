{#- A whole number that says for which metrics a row of observations counts, one bit each; metrics: see observed_metrics.
    The bits of a customer are those of its records together (bit_or), at eight bytes for all metrics. -#}
{% macro metric_bits(metrics) -%}
    cast(
        {% for metric in metrics -%}
        case when {{ metric.metric_id }}_numerator is not null then {{ metric.bit }} else 0 end
        {%- if not loop.last %}
        + {% endif -%}
        {%- endfor %}
        as bigint
    )
{%- endmacro %}

{#- The same number of each journey stage in which a metric is used. Needs the CTEs dim_metrics and stages. -#}
{% macro metric_bits_by_stage(metrics) -%}
    select
        stages.journey_stage,
        cast(sum(
            case dim_metrics.metric_id
                {% for metric in metrics -%}
                when '{{ metric.metric_id }}' then {{ metric.bit }}
                {% endfor -%}
                else 0
            end
        ) as bigint) as metric_bits
    from stages
    inner join dim_metrics on {{ metric_applies('dim_metrics', 'stages.journey_stage') }}
    group by stages.journey_stage
{%- endmacro %}
