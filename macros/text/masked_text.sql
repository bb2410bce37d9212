{#- Text in lower case with links, addresses, numbers and the names that follow a greeting or a sign-off masked, so that
    a template used for two customers reads the same. Sentence ends are kept. -#}
{% macro masked_text(body) -%}
    {{ regexp_replace_all(
        regexp_replace_all(
            regexp_replace_all(
                "lower(" ~ body ~ ")", '(https?://|www[.])[^ \\n]+|[^ \\n]+@[^ \\n]+', '<link>'
            ),
            '[#]?[0-9][0-9.,:/-]*', '#'
        ),
        '(hi|hello|dear|hey|hallo|regards|best|cheers|thanks),? [\\p{L}_]+', '<name>'
    ) }}
{%- endmacro %}
