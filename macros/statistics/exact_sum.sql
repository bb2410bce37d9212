{#- A sum that does not depend on the order of the rows: floating-point addition does, and threads
    deliver rows in any order, so two runs over the same input could differ in the last digits. The default is finer
    than any figure shown; large tables of counts and scores take a narrower, faster type. -#}
{% macro exact_sum(expression, decimal_type='decimal(38, 15)') -%}
    cast(sum(cast({{ expression }} as {{ decimal_type }})) as double)
{%- endmacro %}
