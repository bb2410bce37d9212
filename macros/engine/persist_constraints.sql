{#- The not_null constraints of a contract on Spark: plain tables cannot hold them, so the finished table is read once;
    Delta tables keep dbt-spark's way. -#}
{% macro spark__persist_constraints(relation, model) %}
    {% if config.get('contract').enforced %}
        {% if config.get('file_format') == 'delta' %}
            {% do alter_table_add_constraints(relation, model.constraints) %}
            {% do alter_column_set_constraints(relation, model.columns) %}
        {% else %}
            {% do refuse_nulls(relation, model.columns) %}
        {% endif %}
    {% endif %}
{% endmacro %}

{% macro refuse_nulls(relation, columns) %}
    {% set counts = [] %}
    {% for column in columns.values() %}
        {% for constraint in column.constraints if constraint.type == 'not_null' %}
            {% do counts.append("count_if(" ~ quoted(column.name) ~ " is null) as " ~ quoted(column.name)) %}
        {% endfor %}
    {% endfor %}
    {% if counts %}
        {% set nulls = run_query("select " ~ counts | join(", ") ~ " from " ~ relation) %}
        {% for name in nulls.column_names %}
            {% if nulls.columns[name][0] %}
                {{ exceptions.raise_compiler_error(
                    relation ~ "." ~ name ~ " must not be null, but is in " ~ nulls.columns[name][0] ~ " rows"
                ) }}
            {% endif %}
        {% endfor %}
    {% endif %}
{% endmacro %}
