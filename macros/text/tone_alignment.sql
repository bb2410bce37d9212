{#- How well item scores fit the levels that the situation asks for, 0 to 100: each level missing costs an item a
    quarter of its 100, each level over costs excess_weight of that; the mean over the items. Null where a score or a
    level is null. score and level are patterns with %s for the item. -#}
{% macro tone_alignment(items, score, level, excess_weight) -%}
    (
        100 - 25 * (
            {%- for item in items %}
            {%- set over = '(' ~ (score | replace('%s', item)) ~ ' - ' ~ (level | replace('%s', item)) ~ ')' %}
            case when {{ over }} < 0 then -{{ over }} else {{ excess_weight }} * {{ over }} end
            {{- ' +' if not loop.last }}
            {%- endfor %}
        ) / cast({{ items | length }} as double)
    )
{%- endmacro %}
