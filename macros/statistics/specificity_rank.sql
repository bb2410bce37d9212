{#- Rank of a rule whose columns name a value or 'all': 1 is the one that applies, since the more it names the more it
    knows; an earlier column says more than a later one. -#}
{% macro specificity_rank(alias, partition_by, columns=['journey_stage', 'segment']) -%}
    row_number() over (
        partition by {{ partition_by }}
        order by
            {% for column in columns -%}
            case when {{ alias }}.{{ column }} = 'all' then 1 else 0 end
            {{- "," if not loop.last }}
            {% endfor -%}
    )
{%- endmacro %}
