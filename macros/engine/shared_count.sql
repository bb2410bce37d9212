{#- How many distinct elements two arrays share. -#}
{% macro shared_count(one, other) -%}
    {{ return(adapter.dispatch('shared_count')(one, other)) }}
{%- endmacro %}

{% macro default__shared_count(one, other) -%}
    len(list_intersect({{ one }}, {{ other }}))
{%- endmacro %}

{% macro spark__shared_count(one, other) -%}
    cast(size(array_intersect({{ one }}, {{ other }})) as bigint)
{%- endmacro %}
