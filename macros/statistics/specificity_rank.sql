{#- Rank of a rule that names a journey stage and a segment or 'all': 1 is the one that applies, since the more
    it names the more it knows; a stage says more than a segment. -#}
{% macro specificity_rank(alias, partition_by) -%}
    row_number() over (
        partition by {{ partition_by }}
        order by
            case when {{ alias }}.journey_stage = 'all' then 1 else 0 end,
            case when {{ alias }}.segment = 'all' then 1 else 0 end
    )
{%- endmacro %}
