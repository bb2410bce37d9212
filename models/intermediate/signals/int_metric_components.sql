{%- set cell = ['journey_stage', 'segment', 'period_grain', 'jackknife_group', 'period_start'] -%}
-- grain: one row per metric, journey stage, segment, period and jackknife group; 'all' rolls up
with metrics as (
    select * from {{ ref('dim_metrics') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

parameters as (
    select {{ metric_parameter('jackknife_groups') }} as jackknife_groups
),

{% for name in observed_records() -%}
{%- set metrics = observed_metrics(name) -%}
{%- set measures = metrics | rejectattr('is_count') | list -%}
{{ name }} as (
    select
        observations.*,
        {{ hash_bucket('observations.customer_id', 'parameters.jackknife_groups') }}
            as jackknife_group
    from {{ ref('int_metric_observations__' ~ name) }} as observations
    cross join parameters
),

sums_of_{{ name }} as (
    select
        {{ name }}.journey_stage,
        {{ name }}.segment,
        periods.period_grain,
        {{ name }}.jackknife_group,
        {{ metric_sums(metrics) | indent(8) }},
        {% for metric in measures -%}
        {%- set numerator = metric.metric_id ~ '_numerator' -%}
        {{ exact_sum(numerator ~ ' * ' ~ numerator, 'decimal(18, 6)') }}
            as {{ metric.metric_id }}_squares,
        {% endfor -%}
        periods.period_start
    from {{ name }}
    inner join periods on {{ name }}.observed_on = periods.observed_on
    group by
        {{ name }}.journey_stage,
        {{ name }}.segment,
        periods.period_grain,
        {{ name }}.jackknife_group,
        periods.period_start
),

{% endfor -%}

sums as (
    {% for name in observed_records() -%}
    {{ metric_rows(
        'sums_of_' ~ name, observed_metrics(name), ['numerator', 'denominator'], cell, ['squares']
    ) | indent(4) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

-- The square of 0 and of 1 is itself.
applicable as (
    select
        sums.metric_id,
        sums.journey_stage,
        sums.segment,
        sums.period_grain,
        sums.jackknife_group,
        sums.period_start,
        sums.numerator,
        sums.denominator,
        coalesce(sums.squares, cast(sums.numerator as double)) as numerator_squares
    from sums
    inner join metrics
        on
            sums.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'sums.journey_stage') }}
    where sums.numerator is not null
),

components as (
    select
        metric_id,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        jackknife_group,
        {{ exact_sum('numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('denominator', 'decimal(18, 6)') }} as denominator,
        {{ exact_sum('numerator_squares', 'decimal(18, 6)') }} as numerator_squares,
        period_start
    from applicable
    group by metric_id, period_grain, jackknife_group, period_start, cube(journey_stage, segment)
)

select * from components
