{#- A 64-bit hash that tells equal texts within one build; its value differs between engines, so it never reaches
    a mart. -#}
{% macro text_fingerprint(text) -%}
    {{ return(adapter.dispatch('text_fingerprint')(text)) }}
{%- endmacro %}

{% macro default__text_fingerprint(text) -%}
    hash({{ text }})
{%- endmacro %}

{% macro spark__text_fingerprint(text) -%}
    xxhash64({{ text }})
{%- endmacro %}
