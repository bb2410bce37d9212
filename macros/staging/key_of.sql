{#- A text key of one or more columns: md5 of their texts, joined by a bar. Null where the last column is null, so that
    an absent reference stays absent. -#}
{% macro key_of(columns) -%}
    case when {{ columns | last }} is not null then md5(concat_ws('|', {% for column in columns -%}
        cast({{ column }} as string){{ ", " if not loop.last }}
    {%- endfor %})) end
{%- endmacro %}
