{#- One row per record of a relation, with the numerator and the denominator of each metric beside each other:
    <metric_id>_numerator and <metric_id>_denominator, both null where the record does not count for the metric. The
    relation has record_id, customer_id, journey_stage, segment, observed_on and the columns that the lines name. lines: a
    list of (metric_id, numerator, denominator), both SQL numbers; a record with no numerator, or with a denominator of null
    or 0, does not count. A record of an unknown customer stands for a customer of its own. -#}
{% macro metric_observations(relation, lines) -%}
    select
        record_id,
        customer_id,
        journey_stage,
        segment,
        {% for metric_id, numerator, denominator in lines -%}
        case when {{ denominator }} <> 0 then {{ numerator }} end as {{ metric_id }}_numerator,
        case when {{ numerator }} is not null and {{ denominator }} <> 0 then {{ denominator }} end
            as {{ metric_id }}_denominator,
        {% endfor -%}
        observed_on
    from {{ relation }}
{%- endmacro %}
