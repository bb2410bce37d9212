{#- The grouping sets that roll a relation up to 'all' journey stages and 'all' segments, within the other keys. -#}
{% macro stage_segment_sets(alias, keys) -%}
    {%- set fixed = [] -%}
    {%- for key in keys %}{% do fixed.append(alias ~ '.' ~ key) %}{% endfor -%}
    {%- set fixed = fixed | join(', ') -%}
    grouping sets (
        ({{ fixed }}, {{ alias }}.journey_stage, {{ alias }}.segment),
        ({{ fixed }}, {{ alias }}.journey_stage),
        ({{ fixed }}, {{ alias }}.segment),
        ({{ fixed }})
    )
{%- endmacro %}
