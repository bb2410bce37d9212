{#- The raw contract of a source table: its node in the project graph, with columns and meta. Raises when the
    YAML does not name the table. -#}
{% macro contract_of(source_name, table_name) %}
    {% for node in graph.sources.values() if node.source_name == source_name and node.name == table_name %}
        {{ return(node) }}
    {% endfor %}
    {{ exceptions.raise_compiler_error(
        "No contract for " ~ source_name ~ "." ~ table_name ~ ": add the table to models/staging/"
        ~ source_name ~ "/_" ~ source_name ~ "__sources.yml"
    ) }}
{% endmacro %}
