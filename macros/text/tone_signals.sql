{#- The lexicon as {signal: {language: patterns}}, read from the seeds when a model is compiled: an engine keeps a
    constant pattern compiled, a pattern from a column would be compiled for every row. A signal that is a kind of
    another (seed signal_kinds) lends it its patterns. Empty before the seeds are built. -#}
{% macro tone_signals() %}
    {% set lexicon = {} %}
    {% set seed = ref('tone_signals') %}
    {% set kinds = ref('signal_kinds') %}
    {% if execute and load_relation(seed) is not none and load_relation(kinds) is not none %}
        {% set rows = run_query(
            "select language, signal, pattern from " ~ seed
            ~ " union select seed.language, kinds.kind_of, seed.pattern from " ~ seed ~ " as seed"
            ~ " inner join " ~ kinds ~ " as kinds on seed.signal = kinds.signal"
            ~ " order by language, signal, pattern"
        ) %}
        {% for row in rows %}
            {% set by_language = lexicon.setdefault(row[1], {}) %}
            {% do by_language.update({row[0]: by_language.get(row[0], []) + [row[2]]}) %}
        {% endfor %}
    {% endif %}
    {{ return(lexicon) }}
{% endmacro %}

{#- True where normalised text shows the signal, false where it does not, null in a language without patterns. -#}
{% macro shows_signal(lexicon, signal, text, language) -%}
    {%- set by_language = lexicon.get(signal, {}) -%}
    {%- if by_language -%}
        case {{ language }}
            {%- for code, patterns in by_language.items() %}
            when '{{ code }}' then {{ regexp_like(text, ' (?:' ~ without_captures(patterns | join('|')) ~ ') ') }}
            {%- endfor %}
        end
    {%- else -%}
        cast(null as boolean)
    {%- endif -%}
{%- endmacro %}

{#- A pattern whose groups only group: an engine that need not remember them searches twice as fast. -#}
{% macro without_captures(pattern) -%}
    {{ return(pattern | replace('(', '(?:') | replace('(?:?', '(?')) }}
{%- endmacro %}
