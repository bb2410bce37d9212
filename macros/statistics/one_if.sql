{#- 1 or 0 for a condition, null where the condition is unknown: an unknown outcome is left out of a metric, never
    counted as a failure. -#}
{% macro one_if(condition) -%}
    case when {{ condition }} then 1 when not ({{ condition }}) then 0 end
{%- endmacro %}
