{#- The group of the first part of text that fits the pattern; null where nothing fits. -#}
{% macro regexp_first(text, pattern, group) -%}
    {{ return(adapter.dispatch('regexp_first')(text, pattern, group)) }}
{%- endmacro %}

{% macro default__regexp_first(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{% macro spark__regexp_first(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, r'{{ pattern }}', {{ group }}), '')
{%- endmacro %}
