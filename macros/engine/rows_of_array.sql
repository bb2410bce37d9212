{#- One row per element of an array, as a select item. -#}
{% macro rows_of_array(array) -%}
    {{ return(adapter.dispatch('rows_of_array')(array)) }}
{%- endmacro %}

{% macro default__rows_of_array(array) -%}
    unnest({{ array }})
{%- endmacro %}

{% macro spark__rows_of_array(array) -%}
    explode({{ array }})
{%- endmacro %}
