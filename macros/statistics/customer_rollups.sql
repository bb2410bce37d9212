{#- Customers are counted once in every roll-up of stages and segments. Told apart are:
      one       customers of one stage and one segment in a period: in every roll-up they are what they are there
      stages    those of several stages and one segment, stage by stage: rolled up over segments they stay what they are
      together  the same customers with their stages added, journey_stage null: what they are in roll-ups over stages
      cube      customers of several segments, who are few: added up anew for each roll-up, 'all' where rolled up -#}

{#- Select: the keys of customers with more than one row of cells in a period, with their only segment, null for several.
    cells: a relation with customer_id, journey_stage, segment, period_grain, period_start; keys: further columns that
    tell customers apart. -#}
{% macro customers_of_several(cells, keys=[]) -%}
    select
        {{ (keys + ['customer_id', 'period_grain', 'period_start']) | join(', ') }},
        case when min(segment) = max(segment) then min(segment) end as only_segment
    from {{ cells }}
    group by {{ (keys + ['customer_id', 'period_grain', 'period_start']) | join(', ') }}
    having count(*) > 1
{%- endmacro %}

{#- Select: the rows of every roll-up, to be summed by journey_stage and segment. customers: a relation with the above as
    customer_kind; columns: all others than customer_kind, journey_stage and segment. -#}
{% macro customer_rollups(customers, columns) -%}
    {%- set rollups = [
        ('journey_stage', 'segment', ['one', 'stages', 'cube']),
        ('journey_stage', "'all'", ['one', 'stages']),
        ("'all'", 'segment', ['one', 'together']),
        ("'all'", "'all'", ['one', 'together']),
    ] -%}
    {%- for stage, segment, kinds in rollups %}
    select
        {{ stage }} as journey_stage,
        {{ segment }} as segment,
        {{ columns | join(',\n        ') }}
    from {{ customers }}
    where customer_kind in ('{{ kinds | join("', '") }}')
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
