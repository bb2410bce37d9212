-- grain: one row per metric, customer, journey stage, segment and period
with observations as (
    {% for name in observed_records() -%}
    select
        metric_id,
        customer_id,
        journey_stage,
        segment,
        numerator,
        denominator,
        observed_on
    from {{ ref('int_metric_observations__' ~ name) }}
    union all
    {% endfor -%}
    -- A latency is counted here and ranked elsewhere: its percentiles do not add up.
    select
        metric_id,
        customer_id,
        journey_stage,
        segment,
        cast(null as double) as numerator,
        cast(1 as double) as denominator,
        observed_on
    from {{ ref('int_metric_observations__latencies') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

parameters as (
    select {{ metric_parameter('jackknife_groups') }} as jackknife_groups
),

applicable as (
    select observations.*
    from observations
    inner join metrics
        on
            observations.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'observations.journey_stage') }}
),

totals as (
    select
        applicable.metric_id,
        applicable.customer_id,
        applicable.journey_stage,
        applicable.segment,
        periods.period_grain,
        periods.period_start,
        {{ exact_sum('applicable.numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('applicable.denominator', 'decimal(18, 6)') }} as denominator,
        {{ exact_sum('applicable.numerator * applicable.numerator', 'decimal(18, 6)') }}
            as numerator_squares
    from applicable
    inner join periods on applicable.observed_on = periods.observed_on
    group by
        applicable.metric_id,
        applicable.customer_id,
        applicable.journey_stage,
        applicable.segment,
        periods.period_grain,
        periods.period_start
),

grouped as (
    select
        totals.*,
        {{ hash_bucket('totals.customer_id', 'parameters.jackknife_groups') }} as jackknife_group
    from totals
    cross join parameters
)

select * from grouped
