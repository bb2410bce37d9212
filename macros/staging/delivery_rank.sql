{#- 1 for the latest delivery of a key, 2 and up for those it replaces. A tie of the delivery time is decided by the
    mark of the version in force, the deletion mark, then by the whole row, so that the order of files never decides. -#}
{% macro delivery_rank(contract, tie_break_by_row=true) -%}
    {%- set meta = contract.config.meta or contract.meta -%}
    {%- set ordering = ([meta.synced_at, meta.active] + deletion_columns(meta)) | select | list -%}
    {%- if tie_break_by_row -%}
        {%- for column in contract.columns if column not in meta.key and column not in ordering -%}
            {%- do ordering.append(column) -%}
        {%- endfor -%}
    {%- endif -%}
    row_number() over (
        partition by {% for column in meta.key %}{{ quoted(column) }}{{ ", " if not loop.last }}{% endfor %}
        order by {% for column in ordering %}{{ quoted(column) }} desc nulls last{{ ", " if not loop.last }}{% endfor %}
    )
{%- endmacro %}
