{#- Fails with each row whose validity, [valid_from, valid_to), begins before the one before it has
    ended, within the columns, "a, b". -#}
{% test validity_does_not_overlap(model, columns) %}
{%- set key = columns if columns is string else columns | join(', ') -%}
with ordered as (
    select
        {{ key }},
        valid_from,
        valid_to,
        lag(valid_from) over (
            partition by {{ key }}
            order by valid_from
        ) as earlier_valid_from,
        lag(valid_to) over (
            partition by {{ key }}
            order by valid_from
        ) as earlier_valid_to
    from {{ model }}
)

select * from ordered
where
    valid_to <= valid_from
    or (
        earlier_valid_from is not null
        and (earlier_valid_to is null or earlier_valid_to > valid_from)
    )
{% endtest %}
