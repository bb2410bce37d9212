{#- Fails with each row that has a null in one of the columns: one test where not_null would take
    one per column. -#}
{% test required_columns(model, columns) %}
select * from {{ model }}
where {{ columns | join(' is null\n    or ') }} is null
{% endtest %}
