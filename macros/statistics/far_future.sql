{#- The end of a period that has no end yet, as a timestamp later than any other: so that a join on a period
    needs no `or`. -#}
{% macro far_future() -%}
    cast('9999-12-31 00:00:00' as timestamp)
{%- endmacro %}
