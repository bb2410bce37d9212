{#- Text in lower case with one space between words and at both ends, apostrophes as underscores and all other
    punctuation gone: what the patterns of tone_signals are written against. The dotted capital I comes first: in lower
    case it is one letter on one engine and a letter with a loose dot on another. -#}
{% macro normalised_text(body) -%}
    (' ' || trim({{ regexp_replace_all(
        "lower(replace(replace(replace(" ~ body ~ ", 'İ', 'I'), chr(39), '_'), '’', '_'))", '[^\\p{L}\\p{N}_]+', ' '
    ) }}) || ' ')
{%- endmacro %}
