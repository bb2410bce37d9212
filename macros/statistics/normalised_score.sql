{#- A value on the scale from 0 (at its floor or worse) to the maximum (at its target or better). A floor above
    the target makes lower better. Held between the goalposts first, so that a log scale never meets a latency of
    zero. -#}
{% macro normalised_score(value, floor, target, scale, maximum) -%}
    {%- set held -%}
        greatest(least({{ value }}, greatest({{ floor }}, {{ target }})), least({{ floor }}, {{ target }}))
    {%- endset -%}
    case
        when {{ value }} is null then null
        when {{ scale }} = 'linear'
            then {{ maximum }} * ({{ held }} - {{ floor }}) / ({{ target }} - {{ floor }})
        when {{ scale }} = 'log'
            then
                {{ maximum }} * (ln({{ held }}) - ln({{ floor }})) / (ln({{ target }}) - ln({{ floor }}))
    end
{%- endmacro %}
