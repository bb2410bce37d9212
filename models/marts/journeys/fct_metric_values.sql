-- grain: one row per metric, journey stage, segment and period in which any customer was observed
with metrics as (
    select * from {{ ref('dim_metrics') }}
),

observed_customers as (
    select * from {{ ref('int_observed_customers') }}
),

components as (
    select * from {{ ref('int_metric_components') }}
),

metric_customers as (
    select * from {{ ref('int_metric_customers') }}
),

metric_percentiles as (
    select * from {{ ref('int_metric_percentiles') }}
),

metric_gates as (
    select * from {{ ref('int_metric_gates') }}
),

t_quantiles as (
    select * from {{ ref('t_quantiles') }}
),

parameters as (
    select
        {{ metric_parameter('normal_quantile') }} as normal_quantile,
        {{ metric_parameter('t_interval_below_n') }} as t_interval_below_n,
        {{ metric_parameter('low_confidence_multiple') }} as low_confidence_multiple,
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_per_cell_minimum,
        {{ metric_parameter('suppressed_n_rounding') }} as suppressed_n_rounding,
        (select max(degrees_of_freedom) from {{ ref('t_quantiles') }}) as widest_degrees_of_freedom
),

cells as (
    select distinct
        journey_stage,
        segment,
        period_grain,
        period_start
    from observed_customers
),

totals as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        period_start,
        {{ exact_sum('numerator') }} as numerator,
        {{ exact_sum('denominator') }} as denominator,
        {{ exact_sum('numerator_squares') }} as numerator_squares
    from components
    group by metric_id, journey_stage, segment, period_grain, period_start
),

-- A metric that nothing was observed for still gets its row: absent is a finding, not a gap.
measured as (
    select
        metrics.metric_id,
        metrics.estimator,
        metrics.minimum_n,
        metrics.value_multiplier,
        cells.journey_stage,
        cells.segment,
        cells.period_grain,
        cells.period_start,
        totals.numerator,
        totals.denominator,
        totals.numerator_squares,
        metric_customers.customer_numerator_squares,
        metric_customers.customer_products,
        metric_customers.customer_denominator_squares,
        totals.numerator / nullif(totals.denominator, 0) as mean,
        metrics.estimator in ('median', 'kaplan_meier_median') as is_median,
        metric_percentiles.p50_seconds as median,
        metric_percentiles.p50_ci_low_seconds as median_ci_low,
        metric_percentiles.p50_ci_high_seconds as median_ci_high,
        coalesce(totals.denominator, metric_percentiles.n, 0) as n,
        coalesce(
            metric_customers.customer_count, metric_percentiles.customer_count, 0
        ) as customer_count
    from metrics
    inner join cells on {{ metric_applies('metrics', 'cells.journey_stage') | indent(8) }}
    left join totals
        on
            metrics.metric_id = totals.metric_id
            and cells.journey_stage = totals.journey_stage
            and cells.segment = totals.segment
            and cells.period_grain = totals.period_grain
            and cells.period_start = totals.period_start
    left join metric_customers
        on
            metrics.metric_id = metric_customers.metric_id
            and cells.journey_stage = metric_customers.journey_stage
            and cells.segment = metric_customers.segment
            and cells.period_grain = metric_customers.period_grain
            and cells.period_start = metric_customers.period_start
    left join metric_percentiles
        on
            metrics.metric_id = metric_percentiles.metric_id
            and cells.journey_stage = metric_percentiles.journey_stage
            and cells.segment = metric_percentiles.segment
            and cells.period_grain = metric_percentiles.period_grain
            and cells.period_start = metric_percentiles.period_start
),

judged as (
    select
        measured.*,
        parameters.normal_quantile,
        parameters.t_interval_below_n,
        parameters.widest_degrees_of_freedom,
        parameters.suppressed_n_rounding,
        case
            when metric_gates.suppression_reason is not null then metric_gates.suppression_reason
            when measured.n = 0 then 'no observations'
            when measured.n < measured.minimum_n
                then 'fewer than ' || cast(measured.minimum_n as string) || ' observations'
            when measured.customer_count < parameters.customers_per_cell_minimum
                then
                    'fewer than '
                    || cast(cast(parameters.customers_per_cell_minimum as bigint) as string)
                    || ' customers'
            when measured.is_median and measured.median is null then 'not yet reached by half'
        end as suppression_reason,
        measured.n < parameters.low_confidence_multiple * measured.minimum_n as is_thin
    from measured
    cross join parameters
    left join metric_gates on measured.metric_id = metric_gates.metric_id
),

-- A mean of records that come in clusters (one customer, many messages) varies as the customers
-- do: linearised variance of a ratio, over customers.
spread as (
    select
        judged.*,
        case
            when judged.estimator = 'net_promoter'
                then (judged.numerator_squares / judged.n - judged.mean * judged.mean) / judged.n
            when judged.estimator = 'mean'
                then
                    (
                        judged.customer_numerator_squares
                        - 2 * judged.mean * judged.customer_products
                        + judged.mean * judged.mean * judged.customer_denominator_squares
                    )
                    / (judged.denominator * judged.denominator)
                    * judged.customer_count / nullif(judged.customer_count - 1, 0)
        end as variance,
        case
            when judged.estimator = 'net_promoter' and judged.n < judged.t_interval_below_n
                then judged.n - 1
            when judged.estimator = 'mean' then judged.customer_count - 1
        end as degrees_of_freedom
    from judged
    where judged.suppression_reason is null
),

-- Beyond the table its last row is used: a slightly wide interval. A variance a hair below zero is
-- rounding.
widths as (
    select
        spread.*,
        coalesce(t_quantiles.t_975, spread.normal_quantile)
        * sqrt(case when spread.variance < 0 then 0 else spread.variance end) as half_width
    from spread
    left join t_quantiles
        on
            t_quantiles.degrees_of_freedom = case
                when spread.degrees_of_freedom > spread.widest_degrees_of_freedom
                    then spread.widest_degrees_of_freedom
                else spread.degrees_of_freedom
            end
),

intervals as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        period_start,
        value_multiplier * case
            when is_median then median_ci_low
            when estimator = 'proportion'
                then {{ wilson_bound('mean', 'n', 'normal_quantile', '-') | indent(20) }}
            else mean - half_width
        end as ci_low,
        value_multiplier * case
            when is_median then median_ci_high
            when estimator = 'proportion'
                then {{ wilson_bound('mean', 'n', 'normal_quantile', '+') | indent(20) }}
            else mean + half_width
        end as ci_high
    from widths
),

metric_values as (
    select
        judged.metric_id,
        judged.journey_stage,
        judged.segment,
        judged.period_grain,
        judged.suppression_reason,
        case when judged.suppression_reason is null then judged.numerator end as numerator,
        case when judged.suppression_reason is null then judged.denominator end as denominator,
        case
            when judged.suppression_reason is null
                then
                    judged.value_multiplier
                    * case when judged.is_median then judged.median else judged.mean end
        end as value,
        cast(
            case
                when judged.suppression_reason is null then floor(judged.n)
                else round(judged.n / judged.suppressed_n_rounding) * judged.suppressed_n_rounding
            end as bigint
        ) as n,
        intervals.ci_low,
        intervals.ci_high,
        judged.suppression_reason is not null as is_suppressed,
        judged.suppression_reason is null and judged.is_thin as is_low_confidence,
        judged.period_start
    from judged
    left join intervals
        on
            judged.metric_id = intervals.metric_id
            and judged.journey_stage = intervals.journey_stage
            and judged.segment = intervals.segment
            and judged.period_grain = intervals.period_grain
            and judged.period_start = intervals.period_start
)

select * from metric_values
