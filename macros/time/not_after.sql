{#- True where a moment is not later than another, false where it is or where one is missing. For filters that compare a
    column with a table of one row: of the bare comparison DuckDB expects that next to nothing is left, and later joins
    keep their larger side in memory. -#}
{% macro not_after(moment, limit) -%}
    coalesce({{ moment }} <= {{ limit }}, false)
{%- endmacro %}
