-- grain: one row per metric, customer, journey stage, segment and period
with observations as (
    select * from {{ ref('int_metric_observations') }}
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
