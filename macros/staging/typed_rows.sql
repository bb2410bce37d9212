{#- A select over the landed relation: every contracted column read as its type (absent optional ones as typed nulls)
    and `_unreadable_because`: null for a good row, else what is wrong with which column. A column's meta.minimum and
    meta.maximum are the least and the greatest value that can be: a row beyond them is as wrong as an unreadable one.
    meta.alias is another name under which loaders deliver the column; where both names are there, each row is read from
    the one that it fills. -#}
{% macro typed_rows(contract, raw_columns, with_raw_row=false) %}
    {%- set reasons = [] -%}
    {#- By the pair of types: a table has many columns of few types, and read_as is rendered by many macros. -#}
    {%- set readers = {} -%}
    select
        {% for column in contract.columns.values() -%}
            {%- set rules = column.config.meta or column.meta or {} -%}
            {%- set raw_values, values = [], [] -%}
            {%- for name in [column.name, rules.get('alias')] if name and name | lower in raw_columns -%}
                {%- set raw_value = 'source_row.' ~ quoted(name) -%}
                {%- set types = (column.data_type, raw_columns[name | lower]) -%}
                {%- if types not in readers -%}
                    {%- do readers.update({types: read_as('<value>', types[0], types[1])}) -%}
                {%- endif -%}
                {%- set value = readers[types] | replace('<value>', raw_value) -%}
                {%- do raw_values.append(raw_value) -%}
                {%- do values.append(value) -%}
                {%- if column.data_type != 'string' -%}
                    {%- do reasons.append(
                        "case when " ~ raw_value ~ " is not null and " ~ value ~ " is null then concat('"
                        ~ column.name ~ ": cannot read \"', cast(" ~ raw_value ~ " as string), '\" as "
                        ~ column.data_type ~ "') end"
                    ) -%}
                {%- endif -%}
                {%- for limit, beyond, says in [('minimum', '<', 'below'), ('maximum', '>', 'above')] -%}
                    {%- if rules.get(limit) is not none -%}
                        {%- do reasons.append(
                            "case when " ~ value ~ " " ~ beyond ~ " " ~ rules.get(limit) ~ " then concat('"
                            ~ column.name ~ ": ', cast(" ~ raw_value ~ " as string), ' is " ~ says ~ " "
                            ~ rules.get(limit) ~ "') end"
                        ) -%}
                    {%- endif -%}
                {%- endfor -%}
            {%- endfor -%}
            {%- if raw_values and rules.get('is_required', false) -%}
                {%- do reasons.append(
                    "case when " ~ raw_values | join(' is null and ') ~ " is null then '" ~ column.name
                    ~ ": required but empty' end"
                ) -%}
            {%- endif -%}
            {%- if values | length > 1 -%}
                coalesce({{ values | join(', ') }})
            {%- else -%}
                {{ values | first or "cast(null as " ~ column.data_type ~ ")" }}
            {%- endif %} as {{ quoted(column.name) }},
        {% endfor -%}
        {%- if with_raw_row -%}
            {{ row_as_json('source_row') }} as _raw_row,
        {% endif -%}
        nullif(concat_ws('; ', {{ reasons | join(', ') if reasons else "cast(null as string)" }}), '')
            as _unreadable_because
    from {{ contract.relation_name }} as source_row
{% endmacro %}
