{#- True where a source in dbt_project.yml has an adapter for the conformed entity. -#}
{% macro is_delivered(entity) -%}
    {{ return(entity in (var('sources').values() | sum(start=[]))) }}
{%- endmacro %}
