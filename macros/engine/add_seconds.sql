{#- The timestamp that lies a number of seconds after an instant. -#}
{% macro add_seconds(instant, seconds) -%}
    {{ return(adapter.dispatch('add_seconds')(instant, seconds)) }}
{%- endmacro %}

{% macro default__add_seconds(instant, seconds) -%}
    make_timestamp(epoch_us({{ instant }}) + cast(round(({{ seconds }}) * 1000000) as bigint))
{%- endmacro %}

{% macro spark__add_seconds(instant, seconds) -%}
    timestamp_micros(unix_micros({{ instant }}) + cast(round(({{ seconds }}) * 1000000) as bigint))
{%- endmacro %}
