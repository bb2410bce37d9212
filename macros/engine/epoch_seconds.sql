{#- Seconds since 1970-01-01 00:00 UTC of a timestamp, double. -#}
{% macro epoch_seconds(instant) -%}
    {{ return(adapter.dispatch('epoch_seconds')(instant)) }}
{%- endmacro %}

{% macro default__epoch_seconds(instant) -%}
    (epoch_us({{ instant }}) / cast(1000000 as double))
{%- endmacro %}

{% macro spark__epoch_seconds(instant) -%}
    (unix_micros({{ instant }}) / cast(1000000 as double))
{%- endmacro %}
