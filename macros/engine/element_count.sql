{#- How many elements an array has. -#}
{% macro element_count(array) -%}
    {{ return(adapter.dispatch('element_count')(array)) }}
{%- endmacro %}

{% macro default__element_count(array) -%}
    len({{ array }})
{%- endmacro %}

{% macro spark__element_count(array) -%}
    {#- size of nothing is -1. #}
    case when {{ array }} is not null then cast(size({{ array }}) as bigint) end
{%- endmacro %}
