{#- Open seconds of a weekly opening from an arbitrary fixed week up to a local moment; the difference of two such
    values is the open time between two moments, exact and without a calendar table. local_second counts from a Sunday
    00:00. -#}
{% macro open_seconds_before(local_second, opens_second, closes_second) -%}
    (
        floor((({{ local_second }}) - {{ opens_second }}) / {{ week_seconds() }}) * ({{ closes_second }} - {{ opens_second }})
        + least(
            ({{ local_second }}) - {{ opens_second }}
            - floor((({{ local_second }}) - {{ opens_second }}) / {{ week_seconds() }}) * {{ week_seconds() }},
            {{ closes_second }} - {{ opens_second }}
        )
    )
{%- endmacro %}

{#- Seconds since Sunday 1970-01-04 00:00 of a local instant: the week of schedules begins on Sunday. -#}
{% macro second_of_sunday_weeks(epoch_second) -%}
    (({{ epoch_second }}) - 259200.0)
{%- endmacro %}
