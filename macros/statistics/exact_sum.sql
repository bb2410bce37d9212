{#- A sum that does not depend on the order of the rows: floating-point addition does, and threads deliver rows in any order, so two runs over the same input could
    differ in the last digits. Fifteen decimals are finer than any figure shown. -#}
{% macro exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as decimal(38, 15))) as double)
{%- endmacro %}
