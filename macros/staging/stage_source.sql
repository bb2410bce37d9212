{#- The one way from a landed table to staging: the contracted columns, typed, latest delivery of each key, without
    unreadable and deleted rows. What is left out is kept by quarantine_rows. An absent table is an empty relation. -#}
{% macro stage_source(source_name, table_name) %}
    {%- set relation = source(source_name, table_name) -%}
    {%- if execute -%}
        {%- set contract = contract_of(source_name, table_name) -%}
        {%- set meta = contract.config.meta or contract.meta -%}
        {%- set raw_columns = raw_columns_of(contract) -%}
        {%- if raw_columns -%}
            select
                {% for column in contract.columns.values() -%}
                    {{ quoted(column.name) }}{{ "," if not loop.last }}
                {% endfor %}
            from (
                {{ ranked_deliveries(contract, typed_rows(contract, raw_columns)) }}
            ) as ranked
            where
                _delivery_rank = 1
                and not {{ deletion_mark(meta) }}
        {%- else -%}
            select
                {% for column in contract.columns.values() -%}
                    cast(null as {{ column.data_type }}) as {{ quoted(column.name) }}{{ "," if not loop.last }}
                {% endfor %}
            where 1 = 0
        {%- endif -%}
    {%- else -%}
        select 1 as placeholder from {{ relation }}
    {%- endif -%}
{% endmacro %}
