{#- Post-hook of every staging model: writes quarantine.<source>_<table> with what staging left out, so that rows
    landed = rows staged + rows left out, by rule: unreadable (one row each, with reason and content),
    duplicate_delivery and deleted_at_source (one counted row each). Where nothing has arrived, it stays as it is. -#}
{% macro quarantine_rows() %}
    {%- if execute -%}
        {%- set contract = contract_behind(model) -%}
        {%- set meta = contract.config.meta or contract.meta -%}
        {%- set raw_columns = raw_columns_of(contract) -%}
        {%- set target_relation = api.Relation.create(
            database=this.database, schema='quarantine',
            identifier=contract.source_name ~ '_' ~ contract.name, type='table'
        ) -%}
        {%- set is_read = config.get('materialized') != 'incremental' or has_read_arrivals() -%}
        {%- if is_read -%}
            {%- do adapter.drop_relation(target_relation) -%}
        {%- endif -%}
        {%- if raw_columns -%}
            {#- dbt lists a schema once: a table that comes later in the run would be unknown to its test. -#}
            {%- do adapter.cache_added(target_relation) -%}
        {%- endif -%}
        {%- if is_read and raw_columns -%}
            {#- Read twice, written once: each engine leaves out the columns that a reader of it does not name. -#}
            {%- set typed = typed_rows(contract, raw_columns, with_raw_row=true) -%}
            {%- set key_text -%}
                concat_ws('|', {% for column in meta.key -%}
                    cast({{ quoted(column) }} as string){{ ", " if not loop.last }}
                {%- endfor %})
            {%- endset -%}
            create table {{ target_relation }} as
            select
                cast('unreadable' as string) as rule,
                _unreadable_because as reason,
                {{ key_text }} as row_key,
                _raw_row as raw_row,
                cast(1 as bigint) as row_count
            from (
                {{ typed }}
            ) as unreadable
            where _unreadable_because is not null
            union all
            select
                rule,
                cast(null as string) as reason,
                cast(null as string) as row_key,
                cast(null as string) as raw_row,
                count(*) as row_count
            from (
                select
                    case
                        when _delivery_rank > 1 then 'duplicate_delivery'
                        when is_deleted then 'deleted_at_source'
                    end as rule
                from (
                    select
                        {{ deletion_mark(meta) }} as is_deleted,
                        _delivery_rank
                    from (
                        {{ ranked_deliveries(contract, typed, tie_break_by_row=false) }}
                    ) as deliveries
                ) as ranked
            ) as left_out
            where rule is not null
            group by rule
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
