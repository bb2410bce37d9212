{#- The stop words as {language: [words]}; empty before the seed is built. -#}
{% macro stop_words() %}
    {% set by_language = {} %}
    {% set seed = ref('stop_words') %}
    {% if execute and load_relation(seed) is not none %}
        {% for row in run_query("select language, word from " ~ seed ~ " order by language, word") %}
            {% do by_language.setdefault(row[0], []).append(row[1]) %}
        {% endfor %}
    {% endif %}
    {{ return(by_language) }}
{% endmacro %}

{#- Normalised text without the stop words of its language and without numbers, for comparing what two texts are about;
    the whole text in a language without stop words. -#}
{% macro content_words(words_by_language, text, language) -%}
    {%- if words_by_language -%}
        case {{ language }}
            {%- for code, words in words_by_language.items() %}
            {#- A word's spaces belong to its neighbours too: doubled spaces let each stop word match alone. #}
            when '{{ code }}' then {{ regexp_replace_all(
                "replace(" ~ text ~ ", ' ', '  ')", ' (?:' ~ words | join('|') ~ '|[0-9]+) ', ' '
            ) }}
            {%- endfor %}
            else {{ text }}
        end
    {%- else -%}
        {{ text }}
    {%- endif -%}
{%- endmacro %}
