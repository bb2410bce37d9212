{#- Select items: the sums of each metric of a kind of record over its observations, exact: numerator and denominator,
    and for an amount how many there are and the sum of the numerator's squares. -#}
{% macro metric_sums(records) -%}
    {% for metric in observed_metrics(records) -%}
    {% if metric.is_share -%}
    cast(sum({{ metric.column }}) as decimal(28, 6)) as {{ metric.metric_id }}_numerator,
    cast(count({{ metric.column }}) as decimal(28, 6)) as {{ metric.metric_id }}_denominator
    {%- else -%}
    cast(sum(cast({{ metric.column }} as decimal(18, 6))) as decimal(28, 6)) as {{ metric.column }},
    cast(sum(cast({{ metric.metric_id }}_denominator as decimal(18, 6))) as decimal(28, 6))
        as {{ metric.metric_id }}_denominator,
    cast(count({{ metric.column }}) as decimal(28, 6)) as {{ metric.metric_id }}_n,
    cast(sum(cast({{ metric.column }} * {{ metric.column }} as decimal(18, 6))) as decimal(28, 6))
        as {{ metric.metric_id }}_squares
    {%- endif %}
    {%- if not loop.last %},
    {% endif %}
    {%- endfor %}
{%- endmacro %}

{#- One row per row of sums and metric: metric_id, the columns of keys and the sums asked for, of numerator, denominator,
    n and squares; null where nothing was observed. In one pass over the relation, which a union of selects would not
    be. A share has no n and no squares of its own: the square of 0 and of 1 is itself. -#}
{% macro metric_sum_rows(relation, records, keys, parts) -%}
{%- set of_shares = {'n': 'denominator', 'squares': 'numerator'} %}
    select
        metric_bits.metric_id,
        {% for key in keys -%}
        {{ relation }}.{{ key }},
        {% endfor -%}
        {% for part in parts -%}
        case metric_bits.metric_bit
            {% for metric in observed_metrics(records) -%}
            {%- set sum = of_shares.get(part, part) if metric.is_share else part -%}
            when {{ metric.bit }} then {{ relation }}.{{ metric.metric_id }}_{{ sum }}
            {% endfor -%}
        end as {{ part }}
        {%- if not loop.last %},
        {% endif %}
        {%- endfor %}
    from {{ relation }}
    cross join (
        {{ observed_metric_rows([records]) | indent(8) }}
    ) as metric_bits
{%- endmacro %}
