{#- Select items: the sums of the numerator and of the denominator of each metric over observations, as exact decimals,
    null where nothing was observed; metrics: see observed_metrics. -#}
{% macro metric_sums(metrics) -%}
    {% for metric in metrics -%}
    {%- for part in ['numerator', 'denominator'] -%}
    {%- set column = metric.metric_id ~ '_' ~ part -%}
    {%- if metric.is_count -%}
    cast(sum({{ column }}) as decimal(28, 6)) as {{ column }}
    {%- else -%}
    cast(sum(cast({{ column }} as decimal(18, 6))) as decimal(28, 6)) as {{ column }}
    {%- endif %}
    {%- if not loop.last %},
    {% endif %}
    {%- endfor %}
    {%- if not loop.last %},
    {% endif %}
    {%- endfor %}
{%- endmacro %}
