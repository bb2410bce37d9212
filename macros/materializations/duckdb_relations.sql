{#- Tables and views on DuckDB, replaced in one transaction. DuckDB rolls back a replaced table or view as it does
    rows, so the adapter's way (build beside, rename the old away, rename the new in, commit, drop the old) costs three
    statements more a model and gives readers nothing: they see the old relation until the commit in both.
    Not for tables that a foreign key points to: DuckDB refuses to replace those. -#}
{% materialization table, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        {{ drop_of_other_type(existing, target_relation) }}
        {{ create_or_replace_table(target_relation, sql) }}
        {{ record_unfollowed_build(sql) }}
    {%- endcall %}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do persist_docs(target_relation, model) %}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='view') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        {{ drop_of_other_type(existing, target_relation) }}
        {%- if config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(sql) }}
        {%- endif -%}
        create or replace view {{ target_relation }} as (
            {{ sql }}
        );
        {{ record_unfollowed_build(sql) }}
    {%- endcall %}

    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% macro create_or_replace_table(target_relation, sql) -%}
    {%- if config.get('contract').enforced -%}
        {{ get_assert_columns_equivalent(sql) }}
        create or replace table {{ target_relation }} {{ get_table_columns_and_constraints() }};
        insert into {{ target_relation }} {{ get_column_names() }} (
            {{ get_select_subquery(sql) }}
        );
    {%- else -%}
        create or replace table {{ target_relation }} as (
            {{ sql }}
        );
    {%- endif -%}
{%- endmacro %}

{#- What makes room where a table was a view before, or a view a table: neither replaces the other. -#}
{% macro drop_of_other_type(existing, target_relation) -%}
    {%- if existing is not none and existing.type != target_relation.type -%}
        {%- do adapter.cache_dropped(existing) -%}
        drop {{ existing.type }} {{ existing }};
    {%- endif -%}
{%- endmacro %}
