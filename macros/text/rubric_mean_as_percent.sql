{#- The mean of 1-5 item scores on 0-100: 100 * (mean - 1) / 4. Null where an item is null. -#}
{% macro rubric_mean_as_percent(items) -%}
    (100 * (({{ items | join(' + ') }}) / cast({{ items | length }} as double) - 1) / 4)
{%- endmacro %}
