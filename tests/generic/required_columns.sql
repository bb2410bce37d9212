{#- Fails with each row that has a null in one of the columns, "a, b"; says in which. -#}
{% test required_columns(model, columns) %}
{%- set required = columns if columns is string else columns | join(',') -%}
{%- set faults = {} -%}
{%- for column in required.replace('\n', ' ').split(',') -%}
    {%- do faults.update({column | trim ~ " is null": column | trim ~ ' is null'}) -%}
{%- endfor %}
select
    concat_ws('; ', {% for is_found, fault in faults.items() -%}
        case when {{ is_found }} then '{{ fault }}' end{{ ', ' if not loop.last }}
    {%- endfor %}) as fault,
    checked.*
from {{ model }} as checked
where {{ faults | join(' or ') }}
{% endtest %}
