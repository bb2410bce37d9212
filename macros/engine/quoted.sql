{#- A column name quoted for the engine: raw tables may name a column with a reserved word. -#}
{% macro quoted(name) -%}
    {{ return(adapter.quote(name)) }}
{%- endmacro %}
