{#- Seconds of a week, in which the openings of a schedule are told. -#}
{% macro week_seconds() -%} 604800.0 {%- endmacro %}
