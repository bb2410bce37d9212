{#- The raw contract that a staging model reads: the one source in its dependencies. -#}
{% macro contract_behind(staging_node) %}
    {% for unique_id in staging_node.depends_on.nodes if unique_id.startswith('source.') %}
        {{ return(graph.sources[unique_id]) }}
    {% endfor %}
    {{ exceptions.raise_compiler_error(staging_node.name ~ " reads no source: staging models read exactly one") }}
{% endmacro %}
