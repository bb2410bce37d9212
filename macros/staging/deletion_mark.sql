{#- True for a row whose source record is gone: marked as deleted, by the system or by its loader, or, where a loader
    keeps every version, without a version in force. meta.deleted is one column or a list of them. -#}
{% macro deletion_mark(meta) -%}
    {%- set marks = [] -%}
    {%- for column in deletion_columns(meta) -%}
        {%- do marks.append("coalesce(" ~ quoted(column) ~ ", false)") -%}
    {%- endfor -%}
    {%- if meta.active -%}
        {%- do marks.append("not coalesce(" ~ quoted(meta.active) ~ ", true)") -%}
    {%- endif -%}
    ({{ marks | join(' or ') or 'false' }})
{%- endmacro %}

{#- The columns of meta.deleted as a list. -#}
{% macro deletion_columns(meta) -%}
    {{ return([meta.deleted] if meta.deleted is string else (meta.deleted or [])) }}
{%- endmacro %}
