-- grain: one row per journey stage, segment, period and jackknife group; 'all' are the roll-ups
with daily_sums as (
    select * from {{ ref('int_metric_daily_sums') }}
),

dim_metrics as (
    select * from {{ ref('dim_metrics') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

parameters as (
    select {{ metric_parameter('jackknife_groups') }} as jackknife_groups
),

stages as (
    select distinct journey_stage from daily_sums
),

{% for name in observed_records() -%}
{%- set metrics = observed_metrics(name) -%}
{{ name }} as (
    select
        customer_id,
        journey_stage,
        segment,
        {{ metric_bits(metrics) | indent(8) }} as metric_bits,
        observed_on
    from {{ ref('int_metric_observations__' ~ name) }}
),

bits_of_{{ name }} as (
    {{ metric_bits_by_stage(metrics) | indent(4) }}
),

{% endfor -%}

customer_days as (
    {% for name in observed_records() -%}
    select
        {{ name }}.customer_id,
        {{ name }}.journey_stage,
        {{ name }}.segment,
        {{ name }}.observed_on
    from {{ name }}
    inner join bits_of_{{ name }} as bits on {{ name }}.journey_stage = bits.journey_stage
    where {{ name }}.metric_bits & bits.metric_bits <> 0
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

customers as (
    select distinct
        customer_days.customer_id,
        customer_days.journey_stage,
        customer_days.segment,
        periods.period_grain,
        periods.period_start
    from customer_days
    inner join periods on customer_days.observed_on = periods.observed_on
),

rolled_up as (
    select
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment
    from customers
    group by customer_id, period_grain, period_start, cube(journey_stage, segment)
),

grouped as (
    select
        rolled_up.*,
        {{ hash_bucket('rolled_up.customer_id', 'parameters.jackknife_groups') }} as jackknife_group
    from rolled_up
    cross join parameters
),

observed as (
    select
        journey_stage,
        segment,
        period_grain,
        jackknife_group,
        period_start,
        count(*) as customer_count
    from grouped
    group by journey_stage, segment, period_grain, jackknife_group, period_start
)

select * from observed
