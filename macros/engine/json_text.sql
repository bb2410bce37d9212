{#- The text at a key of a flat JSON object; null where there is none, or where the text is no JSON. -#}
{% macro json_text(expression, key) -%}
    {{ return(adapter.dispatch('json_text')(expression, key)) }}
{%- endmacro %}

{% macro default__json_text(expression, key) -%}
    case when json_valid({{ expression }}) then json_extract_string({{ expression }}, '$.{{ key }}') end
{%- endmacro %}

{% macro spark__json_text(expression, key) -%}
    get_json_object({{ expression }}, '$.{{ key }}')
{%- endmacro %}
