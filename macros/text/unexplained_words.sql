{#- What is left of normalised text when the parts that fit the signals are taken away; null in a language without
    patterns. Two passes: neighbours share the space between them, so one pass sees every other one. -#}
{% macro unexplained_words(lexicon, signals, text, language) -%}
    {%- set by_language = {} -%}
    {%- for signal in signals -%}
        {%- for code, patterns in lexicon.get(signal, {}).items() -%}
            {%- do by_language.update({code: by_language.get(code, []) + patterns}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if by_language -%}
        case {{ language }}
            {%- for code, patterns in by_language.items() %}
            {%- set part = ' (?:' ~ without_captures(patterns | join('|')) ~ ') ' %}
            when '{{ code }}'
                then {{ regexp_replace_all(regexp_replace_all(text, part, ' '), part, ' ') }}
            {%- endfor %}
        end
    {%- else -%}
        cast(null as string)
    {%- endif -%}
{%- endmacro %}
