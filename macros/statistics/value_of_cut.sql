{#- The value of the attribute that a cut is named after: of the relation attributes, for a row of the relation cuts. -#}
{% macro value_of_cut(cuts) -%}
    {%- set values = [] -%}
    {%- for cut in cuts -%}
        {%- do values.append("when '" ~ cut ~ "' then attributes." ~ cut) -%}
    {%- endfor -%}
    {{ return('case cuts.cut ' ~ values | join('\n            ') ~ ' end') }}
{%- endmacro %}
