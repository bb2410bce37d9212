{#- The words of an HTML text: tags become blanks, the usual entities their characters. -#}
{% macro html_as_text(html) -%}
    {%- set entities = {'&nbsp;': "' '", '&#39;': 'chr(39)', '&quot;': 'chr(34)', '&lt;': "'<'", '&gt;': "'>'"} -%}
    {%- set text = namespace(sql=regexp_replace_all(html, '<[^>]*>', ' ')) -%}
    {%- for entity, character in entities.items() -%}
        {%- set text.sql = "replace(" ~ text.sql ~ ", '" ~ entity ~ "', " ~ character ~ ")" -%}
    {%- endfor -%}
    trim(replace({{ text.sql }}, '&amp;', '&'))
{%- endmacro %}
