{#- True where a dated seed row, [valid_from, valid_to), is in force at a moment. -#}
{% macro in_force(alias, moment) -%}
    (
        {{ alias }}.valid_from <= cast({{ moment }} as date)
        and ({{ alias }}.valid_to is null or cast({{ moment }} as date) < {{ alias }}.valid_to)
    )
{%- endmacro %}
