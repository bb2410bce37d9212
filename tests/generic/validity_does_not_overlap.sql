{#- Fails with each row whose validity, [valid_from, valid_to), begins before the one before it has
    ended, within the columns. -#}
{% test validity_does_not_overlap(model, columns) %}
with ordered as (
    select
        {{ columns | join(',\n        ') }},
        valid_from,
        valid_to,
        lag(valid_from) over (
            partition by {{ columns | join(', ') }}
            order by valid_from
        ) as earlier_valid_from,
        lag(valid_to) over (
            partition by {{ columns | join(', ') }}
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
