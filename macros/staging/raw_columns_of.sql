{#- The columns that the landed relation has, as {name: data type}; none where the table was not delivered. -#}
{% macro raw_columns_of(contract) %}
    {% set raw = adapter.get_relation(
        database=contract.database, schema=contract.schema, identifier=contract.identifier
    ) %}
    {% set columns = {} %}
    {% if raw is not none %}
        {% for column in adapter.get_columns_in_relation(raw) %}
            {% do columns.update({column.name | lower: column.dtype | lower}) %}
        {% endfor %}
    {% endif %}
    {{ return(columns) }}
{% endmacro %}
