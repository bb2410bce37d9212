{#- What metrics can be cut by: columns of int_record_attributes. -#}
{% macro record_cuts() -%}
    {{ return([
        'channel', 'channel_family', 'intent', 'severity', 'language', 'ai_role', 'model_version',
    ]) }}
{%- endmacro %}
