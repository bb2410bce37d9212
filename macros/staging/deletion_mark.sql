{#- True for a row whose source record is gone: marked as deleted, or, where a loader keeps every version, without a
    version in force. -#}
{% macro deletion_mark(meta) -%}
    {%- if meta.deleted -%}
        coalesce({{ quoted(meta.deleted) }}, false)
    {%- elif meta.active -%}
        not coalesce({{ quoted(meta.active) }}, true)
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
