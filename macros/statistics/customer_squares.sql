{#- Select items over customers with their sums numerator_1, denominator_1, ...: of each amount the squares and products
    that the spread of its ratio is made of, exact. -#}
{% macro customer_squares() -%}
    {% for number in amount_numbers() -%}
    sum(cast(numerator_{{ number }} * numerator_{{ number }} as decimal(38, 6)))
        as numerator_squares_{{ number }},
    sum(cast(numerator_{{ number }} * denominator_{{ number }} as decimal(38, 6)))
        as products_{{ number }},
    sum(cast(denominator_{{ number }} * denominator_{{ number }} as decimal(38, 6)))
        as denominator_squares_{{ number }}
    {%- if not loop.last %},
    {% endif %}
    {%- endfor %}
{%- endmacro %}

{#- Select items: those of customer_squares that belong to a metric; null for a share. metrics: a relation with
    metric_bit. -#}
{% macro squares_of_metric(metrics, squares) -%}
    {% for part in ['numerator_squares', 'products', 'denominator_squares'] -%}
    case {{ metrics }}.metric_bit
        {% for number in amount_numbers() -%}
        when {{ 2 ** (number - 1) }} then {{ squares }}.{{ part }}_{{ number }}
        {% endfor -%}
    end as {{ part }}
    {%- if not loop.last %},
    {% endif %}
    {%- endfor %}
{%- endmacro %}

{#- Select items: the sums by customer of a kind's amounts, as numerator_1, denominator_1, ...; null where the kind has
    fewer. Only where the metric is used in the record's stage. Needs the relation applicable with metric_bits. -#}
{% macro customer_sums(records) -%}
    {%- set amounts = observed_metrics(records) | rejectattr('is_share') | list if records != 'latencies' else [] -%}
    {% for number in amount_numbers() -%}
    {%- for part in ['numerator', 'denominator'] -%}
    {%- if number <= amounts | length -%}
    {%- set amount = amounts[number - 1] -%}
    {{ exact_sum(
        'case when applicable.metric_bits & ' ~ amount.bit ~ ' <> 0 then '
        ~ records ~ '.' ~ amount.metric_id ~ '_' ~ part ~ ' end',
        'decimal(18, 6)',
    ) }}
    {%- else -%}
    cast(null as double)
    {%- endif %} as {{ part }}_{{ number }}
    {%- if not (loop.last and number == amount_numbers() | last) %},
    {% endif %}
    {%- endfor -%}
    {%- endfor %}
{%- endmacro %}
