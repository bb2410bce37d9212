{#- A stable number from 0 to buckets - 1 for a text; the same on every engine, since it decides which figures a group
    of customers is left out of. -#}
{% macro hash_bucket(expression, buckets) -%}
    {{ return(adapter.dispatch('hash_bucket')(expression, buckets)) }}
{%- endmacro %}

{% macro default__hash_bucket(expression, buckets) -%}
    (cast('0x' || substr(md5({{ expression }}), 1, 8) as bigint) % cast({{ buckets }} as bigint))
{%- endmacro %}

{% macro spark__hash_bucket(expression, buckets) -%}
    (cast(conv(substr(md5({{ expression }}), 1, 8), 16, 10) as bigint) % cast({{ buckets }} as bigint))
{%- endmacro %}
