{#- A select of the whole numbers n from 0 to 10 ** digits - 1. -#}
{% macro whole_numbers(digits) -%}
    select
        {% for place in range(digits) -%}
        {{ 10 ** place }} * digit_{{ place }}.digit{{ " + " if not loop.last else " as n" }}
        {% endfor -%}
    from
        {% for place in range(digits) -%}
        {% if not loop.first %}cross join {% endif -%}
        (
            {% for digit in range(10) -%}
            select {{ digit }} as digit
            {%- if not loop.last %} union all {% endif %}
            {%- endfor %}
        ) as digit_{{ place }}
        {% endfor %}
{%- endmacro %}
