{#- One row per metric and record of a relation that counts for it. The relation has record_id, customer_id,
    journey_stage, segment, observed_on and the columns that the lines name. lines: a list of (metric_id, numerator,
    denominator), both SQL numbers; a record with no numerator, or with a denominator of null or 0, does not count. A
    record of an unknown customer stands for a customer of its own. -#}
{% macro metric_observations(relation, lines) -%}
{%- for metric_id, numerator, denominator in lines %}
    select
        '{{ metric_id }}' as metric_id,
        record_id,
        customer_id,
        journey_stage,
        segment,
        cast({{ numerator }} as double) as numerator,
        cast({{ denominator }} as double) as denominator,
        observed_on
    from {{ relation }}
    where {{ numerator }} is not null and {{ denominator }} <> 0
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}
{%- endmacro %}
