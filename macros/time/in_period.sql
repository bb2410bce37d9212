{#- True where a moment lies in a period [valid_from, valid_to) of timestamps; an end that is null is open.
    For inner joins: a condition with `or` makes a left join slow. -#}
{% macro in_period(alias, moment) -%}
    (
        {{ alias }}.valid_from <= {{ moment }}
        and ({{ alias }}.valid_to is null or {{ moment }} < {{ alias }}.valid_to)
    )
{%- endmacro %}
