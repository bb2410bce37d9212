{#- How many elements an array has. -#}
{% macro element_count(array) -%}
    {{ return(adapter.dispatch('element_count')(array)) }}
{%- endmacro %}

{% macro default__element_count(array) -%}
    len({{ array }})
{%- endmacro %}

{% macro spark__element_count(array) -%}
    cast(size({{ array }}) as bigint)
{%- endmacro %}
