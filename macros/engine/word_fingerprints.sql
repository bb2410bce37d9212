{#- An array of the distinct fingerprints of the words in text, words being apart by spaces. -#}
{% macro word_fingerprints(text) -%}
    {{ return(adapter.dispatch('word_fingerprints')(text)) }}
{%- endmacro %}

{% macro default__word_fingerprints(text) -%}
    list_transform(list_distinct(list_filter(string_split({{ text }}, ' '), lambda w: w <> '')), lambda w: hash(w))
{%- endmacro %}

{% macro spark__word_fingerprints(text) -%}
    transform(array_distinct(filter(split({{ text }}, ' '), w -> w <> '')), w -> xxhash64(w))
{%- endmacro %}
