{#- The type in which the engine reads a moment together with its offset. -#}
{% macro zoned_timestamp() -%}
    {{ return(adapter.dispatch('zoned_timestamp')()) }}
{%- endmacro %}

{% macro default__zoned_timestamp() -%}
    timestamptz
{%- endmacro %}

{% macro spark__zoned_timestamp() -%}
    timestamp
{%- endmacro %}

{#- A moment of that type as a timestamp in UTC. -#}
{% macro utc_timestamp(instant) -%}
    {{ return(adapter.dispatch('utc_timestamp')(instant)) }}
{%- endmacro %}

{% macro default__utc_timestamp(instant) -%}
    ({{ instant }} at time zone 'UTC')
{%- endmacro %}

{#- Spark has one type for both; the session's time zone is UTC. -#}
{% macro spark__utc_timestamp(instant) -%}
    {{ instant }}
{%- endmacro %}
