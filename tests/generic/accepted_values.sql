{#- Fails with each value of the column that is none of the values; an empty one passes. dbt's own test of this name takes a
    list and renders every item of it as a template; this one takes "a, b" as well. -#}
{% test accepted_values(model, column_name, values, quote=true) %}
{%- set accepted = values.split(',') | map('trim') if values is string else values -%}
{%- set mark = "'" if quote else '' %}
select
    {{ column_name }} as value,
    count(*) as row_count
from {{ model }}
where {{ column_name }} not in ({{ mark }}{{ accepted | join(mark ~ ', ' ~ mark) }}{{ mark }})
group by {{ column_name }}
{% endtest %}
