{#- Text in lower case with one space between words and at both ends, apostrophes as underscores and all other
    punctuation gone: what the patterns of tone_signals are written against. -#}
{% macro normalised_text(body) -%}
    (' ' || trim({{ regexp_replace_all(
        "lower(replace(replace(" ~ body ~ ", chr(39), '_'), '’', '_'))", '[^\\p{L}\\p{N}_]+', ' '
    ) }}) || ' ')
{%- endmacro %}
