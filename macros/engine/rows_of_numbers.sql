{#- One row per whole number that stands in a text such as [12,34], as a select item: texts. -#}
{% macro rows_of_numbers(text) -%}
    {{ return(adapter.dispatch('rows_of_numbers')(text)) }}
{%- endmacro %}

{% macro default__rows_of_numbers(text) -%}
    unnest(regexp_extract_all({{ text }}, '[0-9]+'))
{%- endmacro %}

{% macro spark__rows_of_numbers(text) -%}
    explode(regexp_extract_all({{ text }}, '[0-9]+', 0))
{%- endmacro %}
