{#- The schema named for a folder is the schema used, on every target: readers' queries do not change with the
    engine. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
