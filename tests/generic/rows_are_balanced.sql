{#- Rows landed = rows staged + rows left out by a stated rule (quarantine.<source>_<table>). -#}
{% test rows_are_balanced(model) %}
    {%- if execute -%}
        {%- set staging_node = graph.nodes['model.' ~ project_name ~ '.' ~ model.identifier] -%}
        {%- set contract = contract_behind(staging_node) -%}
        {%- set quarantine = adapter.get_relation(
            model.database, 'quarantine', contract.source_name ~ '_' ~ contract.name
        ) -%}
        {%- set raw = adapter.get_relation(contract.database, contract.schema, contract.identifier) -%}
        {%- if quarantine is not none and raw is not none -%}
            with counted as (
                select
                    (select count(*) from {{ contract.relation_name }}) as rows_landed,
                    (select count(*) from {{ model }}) as rows_staged,
                    (select coalesce(sum(row_count), 0) from {{ quarantine }}) as rows_left_out
            )

            select *
            from counted
            where rows_landed <> rows_staged + rows_left_out
        {%- else -%}
            select 1 as rows_staged from {{ model }}
        {%- endif -%}
    {%- else -%}
        select 1 as placeholder from {{ model }}
    {%- endif -%}
{% endtest %}
