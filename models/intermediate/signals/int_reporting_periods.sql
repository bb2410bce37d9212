-- grain: one row per period grain and day with observations, in periods that have ended
with as_of as (
    select
        cast(as_of_at as date) as as_of_date,
        cast(
            {{ add_seconds('as_of_at', '-' ~ metric_parameter('reporting_history_seconds')) }}
            as date
        ) as first_date,
        cast(
            {{ add_seconds('as_of_at', '-' ~ metric_parameter('weekly_history_seconds')) }}
            as date
        ) as first_week_date
    from {{ ref('int_as_of') }}
),

observed_days as (
    select distinct observed_on from {{ ref('int_metric_daily_sums') }}
),

periods as (
    {% for grain in ['week', 'month', 'quarter'] -%}
    select
        '{{ grain }}' as period_grain,
        observed_on,
        cast({{ dbt.date_trunc(grain, 'observed_on') }} as date) as period_start,
        cast(
            {{ dbt.dateadd(grain, 1, dbt.date_trunc(grain, 'observed_on')) }} as date
        ) as period_end,
        cast(
            {{ dbt.dateadd(grain, -1, dbt.date_trunc(grain, 'observed_on')) }} as date
        ) as previous_period_start
    from observed_days
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

-- A period that is still running would be compared with whole ones. Billing knows customers of long
-- ago, whom nobody asked or talked with: what lies that far back is no part of the picture.
ended as (
    select periods.*
    from periods
    cross join as_of
    where
        periods.period_end <= as_of.as_of_date
        and periods.period_start >= as_of.first_date
        and (periods.period_grain <> 'week' or periods.period_start >= as_of.first_week_date)
)

select * from ended
