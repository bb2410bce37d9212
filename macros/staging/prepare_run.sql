{#- Start of every run: makes the schema of the quarantine tables, and refuses to run on nothing: without
    a landed table there is nothing to build, and every model would come out silently empty. -#}
{% macro prepare_run() %}
    {% if execute and flags.WHICH in ('build', 'run') %}
        {% set found = [] %}
        {% for contract in graph.sources.values() if not found %}
            {% if adapter.get_relation(contract.database, contract.schema, contract.identifier) is not none %}
                {% do found.append(contract.name) %}
            {% endif %}
        {% endfor %}
        {% if not found %}
            {{ exceptions.raise_compiler_error(
                "No raw_<source> relation in this database: nothing has been landed. Run `make land` (or `make run`) "
                ~ "first; EMPATHY_RAW_DIR names the raw zone, EMPATHY_WAREHOUSE the build file."
            ) }}
        {% endif %}
        {# Once, before the threads that fill it start. #}
        {% do adapter.create_schema(api.Relation.create(database=target.database, schema='quarantine')) %}
        {% if target.type == 'duckdb' %}
            {% do run_query(prepare_build_state()) %}
        {% endif %}
    {% endif %}
{% endmacro %}
