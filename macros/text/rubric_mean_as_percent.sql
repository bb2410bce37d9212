{#- The mean of 1-5 item scores on 0-100: 100 * (mean - 1) / 4, written so that whole scores give exact
    figures. Null where an item is null. -#}
{% macro rubric_mean_as_percent(items) -%}
    (100 * ({{ items | join(' + ') }} - {{ items | length }}) / cast({{ 4 * items | length }} as double))
{%- endmacro %}
