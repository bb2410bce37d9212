{#- Fails with each combination of the columns that more than one row has, and with each that has a row without a value in
    one of the required columns (of the key or not); says which. An empty part of a key is a value like any other.
    Columns as SQL lists them, "a, b": dbt renders every item of a list as a template of its own. -#}
{% test unique_combination(model, columns, required='') %}
{%- set key = columns if columns is string else columns | join(', ') -%}
{%- set faults = {"count(*) > 1": 'more than one row has this key'} -%}
{%- for column in required.replace('\n', ' ').split(',') if column | trim -%}
    {%- do faults.update({"count(" ~ column | trim ~ ") < count(*)": column | trim ~ ' is null'}) -%}
{%- endfor %}
select
    concat_ws('; ', {% for is_found, fault in faults.items() -%}
        case when {{ is_found }} then '{{ fault }}' end{{ ', ' if not loop.last }}
    {%- endfor %}) as fault,
    {{ key }},
    count(*) as row_count
from {{ model }}
group by {{ key }}
having {{ faults | join(' or ') }}
{% endtest %}
