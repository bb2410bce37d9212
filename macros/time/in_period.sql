{#- True where a moment lies in a period [valid_from, valid_to) of timestamps; ends that are null are open.
    For inner joins: a condition with `or` makes a left join slow. -#}
{% macro in_period(alias, moment) -%}
    (
        ({{ alias }}.valid_from is null or {{ alias }}.valid_from <= {{ moment }})
        and ({{ alias }}.valid_to is null or {{ moment }} < {{ alias }}.valid_to)
    )
{%- endmacro %}
