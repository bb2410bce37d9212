{#- An array of the fingerprints of the sentences in text. -#}
{% macro sentence_fingerprints(text) -%}
    {{ return(adapter.dispatch('sentence_fingerprints')(text)) }}
{%- endmacro %}

{% macro default__sentence_fingerprints(text) -%}
    list_transform(
        list_filter(list_transform(string_split_regex({{ text }}, '[.!?\n]+'), lambda s: trim(s)), lambda s: s <> ''),
        lambda s: hash(s)
    )
{%- endmacro %}

{% macro spark__sentence_fingerprints(text) -%}
    transform(filter(transform(split({{ text }}, r'[.!?\n]+'), s -> trim(s)), s -> s <> ''), s -> xxhash64(s))
{%- endmacro %}
