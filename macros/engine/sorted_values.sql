{#- The numbers of a group as one array, the smallest first. -#}
{% macro sorted_values(expression) -%}
    {{ return(adapter.dispatch('sorted_values')(expression)) }}
{%- endmacro %}

{% macro default__sorted_values(expression) -%}
    list_sort(list({{ expression }}))
{%- endmacro %}

{% macro spark__sorted_values(expression) -%}
    sort_array(collect_list({{ expression }}))
{%- endmacro %}
