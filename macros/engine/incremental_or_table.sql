{#- Incremental where the engine can replace single rows; elsewhere the table is built anew, with the same content. -#}
{% macro incremental_or_table() -%}
    {{ return('incremental' if target.type == 'duckdb' else 'table') }}
{%- endmacro %}
