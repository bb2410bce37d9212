{#- The 1-5 score of a rubric item: its base plus the points of each act shown, from the seed tone_rubric, kept within
    1 and 5. Null where the tone could not be read. -#}
{% macro rubric_score(item, tone_language) %}
    {%- set seed = ref('tone_rubric') -%}
    {%- set terms = [] -%}
    {%- if execute and load_relation(seed) is not none -%}
        {%- for row in run_query(
            "select signal, points from " ~ seed ~ " where item = '" ~ item ~ "' order by signal"
        ) -%}
            {%- if row[0] == 'base' -%}
                {%- do terms.append("cast(" ~ row[1] ~ " as double)") -%}
            {%- else -%}
                {%- do terms.append("case when has_" ~ row[0] ~ " then " ~ row[1] ~ " else 0 end") -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    case
        when {{ tone_language }} is not null
            then least(greatest({{ terms | join(' + ') if terms else 'cast(null as double)' }}, 1), 5)
    end
{%- endmacro %}
