{#- The union of every source's adapter for a conformed entity, column by column: the sources come from the one list in
    dbt_project.yml (vars.sources), an adapter is named int_<entity>__<source>. -#}
{% macro union_adapters(entity, columns) %}
    {%- set adapters = [] -%}
    {%- for source_name, entities in var('sources').items() if entity in entities -%}
        {%- do adapters.append(ref('int_' ~ entity ~ '__' ~ source_name)) -%}
    {%- endfor -%}
    {%- for adapter_relation in adapters %}
    select
        {% for column in columns -%}
            {{ column }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ adapter_relation }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
{% endmacro %}
