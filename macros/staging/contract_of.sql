{#- The raw contract of a source table: its node in the project graph, with columns and meta. Raises when the
    YAML does not name the table. -#}
{% macro contract_of(source_name, table_name) %}
    {% set unique_id = 'source.' ~ project_name ~ '.' ~ source_name ~ '.' ~ table_name %}
    {% if unique_id in graph.sources %}
        {{ return(graph.sources[unique_id]) }}
    {% endif %}
    {{ exceptions.raise_compiler_error(
        "No contract for " ~ source_name ~ "." ~ table_name ~ ": add the table to models/staging/"
        ~ source_name ~ "/_" ~ source_name ~ "__sources.yml"
    ) }}
{% endmacro %}
