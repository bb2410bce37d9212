-- grain: one row per day from the first to the last day with an observation
with components as (
    select * from {{ ref('fct_metric_components') }}
),

observed as (
    select
        min(observed_on) as first_day,
        max(observed_on) as last_day
    from components
),

-- A century: more than any history that is delivered.
numbers as (
    select cast(generated_number - 1 as int) as day_number
    from ({{ dbt.generate_series(36525) }}) as series
),

days as (
    select
        cast({{ dbt.dateadd('day', 'numbers.day_number', 'observed.first_day') }} as date)
            as date_day,
        observed.last_day
    from numbers
    cross join observed
    where observed.first_day is not null
),

dates as (
    select
        date_day,
        {% for grain in ['week', 'month', 'quarter', 'year'] -%}
        cast({{ dbt.date_trunc(grain, 'date_day') }} as date) as {{ grain }}_start
        {%- if not loop.last %},
        {% endif %}
        {%- endfor %}
    from days
    where date_day <= last_day
)

select * from dates
