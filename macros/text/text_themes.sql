{#- The theme lexicon of open answers as {'theme:polarity': {language: patterns}}, in the shape of tone_signals, so that
    shows_signal reads it. Empty before the seed is built. -#}
{% macro text_themes() %}
    {% set lexicon = {} %}
    {% set seed = ref('text_themes') %}
    {% if execute and load_relation(seed) is not none %}
        {% for row in run_query(
            "select language, theme, polarity, pattern from " ~ seed ~ " order by theme, polarity, language, pattern"
        ) %}
            {% set by_language = lexicon.setdefault(row[1] ~ ':' ~ row[2], {}) %}
            {% do by_language.update({row[0]: by_language.get(row[0], []) + [row[3]]}) %}
        {% endfor %}
    {% endif %}
    {{ return(lexicon) }}
{% endmacro %}

{#- The names of the themes in the lexicon, in order; negation is none. -#}
{% macro theme_names(lexicon) %}
    {% set names = [] %}
    {% for key in lexicon if not key.startswith('negation:') %}
        {% if key.split(':')[0] not in names %}
            {% do names.append(key.split(':')[0]) %}
        {% endif %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}

{#- Normalised text without what a negation takes back: "not very helpful" praises nothing. -#}
{% macro without_negated(lexicon, text, language) -%}
    {%- set by_language = lexicon.get('negation:negative', {}) -%}
    {%- if by_language -%}
        case {{ language }}
            {%- for code, patterns in by_language.items() %}
            when '{{ code }}' then {{ regexp_replace_all(
                text, ' (?:' ~ without_captures(patterns | join('|')) ~ ') ', ' '
            ) }}
            {%- endfor %}
            else {{ text }}
        end
    {%- else -%}
        {{ text }}
    {%- endif -%}
{%- endmacro %}
