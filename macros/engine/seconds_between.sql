{#- Exact seconds from started to ended (two UTC timestamps), double; never counts boundaries as datediff does. -#}
{% macro seconds_between(started, ended) -%}
    {{ return(adapter.dispatch('seconds_between')(started, ended)) }}
{%- endmacro %}

{% macro default__seconds_between(started, ended) -%}
    ((epoch_us({{ ended }}) - epoch_us({{ started }})) / cast(1000000 as double))
{%- endmacro %}

{% macro spark__seconds_between(started, ended) -%}
    ((unix_micros({{ ended }}) - unix_micros({{ started }})) / cast(1000000 as double))
{%- endmacro %}
