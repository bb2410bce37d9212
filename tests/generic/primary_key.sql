{#- Fails with each value of the column that more than one row has, with the rows that have none, and with each key that
    has a row without a value in one of the required columns, "a, b"; says which. -#}
{% test primary_key(model, column_name, required='') %}
{{ test_unique_combination(model, column_name, column_name ~ ', ' ~ required) }}
{% endtest %}
