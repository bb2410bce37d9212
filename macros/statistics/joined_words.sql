{#- The texts that are not null, in the order given, with a comma between them; '' when all are null. -#}
{% macro joined_words(expressions) -%}
    substr(
        {% for expression in expressions -%}
        coalesce(', ' || {{ expression }}, '')
        {%- if not loop.last %}
        || {% endif -%}
        {%- endfor %},
        3
    )
{%- endmacro %}
