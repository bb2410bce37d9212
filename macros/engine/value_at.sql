{#- The element of an array at a place counted from 1; null where there is none, or no place. -#}
{% macro value_at(array, place) -%}
    {{ return(adapter.dispatch('value_at')(array, place)) }}
{%- endmacro %}

{% macro default__value_at(array, place) -%}
    list_extract({{ array }}, cast({{ place }} as bigint))
{%- endmacro %}

{% macro spark__value_at(array, place) -%}
    get({{ array }}, cast({{ place }} as int) - 1)
{%- endmacro %}
