{#- The not_null constraints of a contract on Spark: plain tables cannot hold them, so the finished table is read once;
    table formats that can hold them keep dbt-spark's way. -#}
{% macro spark__persist_constraints(relation, model) %}
    {%- if config.get('contract').enforced -%}
        {%- if config.get('file_format') == 'delta' -%}
            {%- do alter_table_add_constraints(relation, model.constraints) -%}
            {%- do alter_column_set_constraints(relation, model.columns) -%}
        {%- else -%}
            {%- do refuse_nulls(relation, model.columns) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro refuse_nulls(relation, columns) %}
    {%- set required = [] -%}
    {%- for column in columns.values() -%}
        {%- for constraint in column.constraints if constraint.type == 'not_null' -%}
            {%- do required.append(column.name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if required -%}
        {%- set counts = run_query(
            "select " ~ null_counts(required) ~ " from " ~ relation
        ).rows[0] -%}
        {%- for name in required if counts[loop.index0] -%}
            {{ exceptions.raise_compiler_error(
                relation ~ "." ~ name ~ " must not be null, but is null in " ~ counts[loop.index0] ~ " rows"
            ) }}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{% macro null_counts(names) -%}
    {% for name in names -%}
        count_if({{ adapter.quote(name) }} is null){{ ", " if not loop.last }}
    {%- endfor %}
{%- endmacro %}
