{#- The whole numbers that stand in a text such as [12,34], as an array of texts. -#}
{% macro whole_numbers_in(text) -%}
    {{ return(adapter.dispatch('whole_numbers_in')(text)) }}
{%- endmacro %}

{% macro default__whole_numbers_in(text) -%}
    regexp_extract_all({{ text }}, '[0-9]+')
{%- endmacro %}

{% macro spark__whole_numbers_in(text) -%}
    regexp_extract_all({{ text }}, '[0-9]+', 0)
{%- endmacro %}
