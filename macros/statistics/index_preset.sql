{#- The preset whose weights the top line uses: EMPATHY_INDEX_PRESET, or the variable index_preset. -#}
{% macro index_preset() -%}
    {{ return(env_var('EMPATHY_INDEX_PRESET', var('index_preset'))) }}
{%- endmacro %}
