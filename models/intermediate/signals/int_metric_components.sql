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

{% for records in metric_lines() -%}
{{ records }} as (
    select
        observations.*,
        {{ hash_bucket('observations.customer_id', 'parameters.jackknife_groups') }}
            as jackknife_group
    from {{ ref('int_metric_observations__' ~ records) }} as observations
    cross join parameters
),

sums_of_{{ records }} as (
    select
        {{ records }}.journey_stage,
        {{ records }}.segment,
        periods.period_grain,
        {{ records }}.jackknife_group,
        {{ metric_sums(records) | indent(8) }},
        periods.period_start
    from {{ records }}
    inner join periods on {{ records }}.observed_on = periods.observed_on
    group by
        {{ records }}.journey_stage,
        {{ records }}.segment,
        periods.period_grain,
        {{ records }}.jackknife_group,
        periods.period_start
),

{% endfor -%}

sums as (
    {% for records in metric_lines() -%}
    {{ metric_sum_rows(
        'sums_of_' ~ records, records, cell,
        ['numerator', 'denominator', 'squares']
    ) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

applicable as (
    select sums.*
    from sums
    inner join metrics
        on
            sums.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'sums.journey_stage') }}
    where sums.denominator is not null and sums.numerator is not null
),

components as (
    select
        metric_id,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        jackknife_group,
        cast(sum(numerator) as double) as numerator,
        cast(sum(denominator) as double) as denominator,
        cast(sum(squares) as double) as numerator_squares,
        period_start
    from applicable
    group by metric_id, period_grain, jackknife_group, period_start, cube(journey_stage, segment)
)

select * from components
