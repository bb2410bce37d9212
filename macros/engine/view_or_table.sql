{#- For a view whose text is longer than Hive's catalogue holds (32,700 characters): a table on Spark, with the same rows. -#}
{% macro view_or_table() -%}
    {{ return('view' if target.type == 'duckdb' else 'table') }}
{%- endmacro %}
