{#- The duration words as {language: {lead: [...], number: [...], unit: [...]}} of (pattern, value) pairs; empty before
    the seed is built. Groups of the patterns do not capture. -#}
{% macro duration_words() %}
    {% set by_language = {} %}
    {% set seed = ref('duration_words') %}
    {% if execute and load_relation(seed) is not none %}
        {% set rows = run_query(
            "select language, kind, word, value from " ~ seed ~ " order by language, kind, length(word) desc, word"
        ) %}
        {% for row in rows %}
            {% set kinds = by_language.setdefault(row[0], {'lead': [], 'number': [], 'unit': []}) %}
            {% do kinds[row[1]].append((row[2] | replace('(', '(?:'), row[3])) %}
        {% endfor %}
    {% endif %}
    {{ return(by_language) }}
{% endmacro %}

{#- The number (part 'number') or the unit ('unit') of the first duration that normalised text promises: of "within two
    to three hours" three and hours. Null where it names none or in a language without words. -#}
{% macro promised_part(words_by_language, part, text, language) -%}
    {%- if words_by_language -%}
        case {{ language }}
            {%- for code, kinds in words_by_language.items() %}
            {%- set lead = kinds['lead'] | map(attribute=0) | join('|') %}
            {%- set number = '[0-9]+|' ~ kinds['number'] | map(attribute=0) | join('|') %}
            {%- set unit = kinds['unit'] | map(attribute=0) | join('|') %}
            {%- set duration = (
                ' (?:' ~ lead ~ ')(?:(?:' ~ number ~ ') (?:(?:to|bis) )?)?('
                ~ ('' if part == 'number' else '?:') ~ number ~ ') ('
                ~ ('' if part == 'unit' else '?:') ~ unit ~ ') '
            ) %}
            when '{{ code }}' then {{ regexp_first(text, duration, 1) }}
            {%- endfor %}
        end
    {%- else -%}
        cast(null as string)
    {%- endif -%}
{%- endmacro %}

{#- The value of a duration word: the number it stands for, or the seconds of a unit. -#}
{% macro duration_value(words_by_language, kind, word, language) -%}
    {%- if words_by_language -%}
        case
            {%- if kind == 'number' %}
            when {{ regexp_like(word, '^[0-9]{1,4}$') }} then cast({{ word }} as double)
            {%- endif %}
            {%- for code, kinds in words_by_language.items() %}
            {%- for pattern, value in kinds[kind] %}
            when {{ language }} = '{{ code }}' and {{ regexp_like(word, '^(?:' ~ pattern ~ ')$') }}
                then cast({{ value }} as double)
            {%- endfor %}
            {%- endfor %}
        end
    {%- else -%}
        cast(null as double)
    {%- endif -%}
{%- endmacro %}
