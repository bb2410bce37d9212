{#- One row per row of a relation and metric: what stands side by side in columns <metric_id>_<part> comes below each
    other in columns named after the parts, together with metric_id and the columns of keys. In one pass over the relation,
    which a union of selects would not be. metrics: see observed_metrics; measured_parts are null for metrics that only
    count records. -#}
{% macro metric_rows(relation, metrics, parts, keys, measured_parts=[]) -%}
    select
        metrics_of_records.metric_id,
        {% for key in keys -%}
        {{ relation }}.{{ key }},
        {% endfor -%}
        {% for part in parts + measured_parts -%}
        {%- set is_measured = part in measured_parts -%}
        case metrics_of_records.metric_bit
            {% for metric in metrics if not (is_measured and metric.is_count) -%}
            when {{ metric.bit }} then {{ relation }}.{{ metric.metric_id }}_{{ part }}
            {% else -%}
            when 0 then cast(null as double)
            {% endfor -%}
        end as {{ part }}
        {%- if not loop.last %},
        {% endif %}
        {%- endfor %}
    from {{ relation }}
    cross join (
        {% for metric in metrics -%}
        select
            '{{ metric.metric_id }}' as metric_id,
            cast({{ metric.bit }} as bigint) as metric_bit
        {%- if not loop.last %}
        union all
        {% endif %}
        {%- endfor %}
    ) as metrics_of_records
{%- endmacro %}
