-- grain: one row per additive metric, cut, value of the cut and period with observations
-- Of records whose attribute is known: sessions, messages and survey answers after a session.
with totals as (
    select * from {{ ref('int_metric_cut_totals') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
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
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_per_cell_minimum,
        {{ metric_parameter('suppressed_n_rounding') }} as suppressed_n_rounding,
        (select max(degrees_of_freedom) from {{ ref('t_quantiles') }}) as widest_degrees_of_freedom
),

judged as (
    select
        totals.*,
        metrics.estimator,
        metrics.value_multiplier,
        parameters.normal_quantile,
        parameters.suppressed_n_rounding,
        parameters.widest_degrees_of_freedom,
        totals.numerator / nullif(totals.denominator, 0) as mean,
        case
            when metric_gates.suppression_reason is not null then metric_gates.suppression_reason
            when totals.denominator < metrics.minimum_n
                then 'fewer than ' || cast(metrics.minimum_n as string) || ' observations'
            when totals.customer_count < parameters.customers_per_cell_minimum
                then
                    'fewer than '
                    || cast(cast(parameters.customers_per_cell_minimum as bigint) as string)
                    || ' customers'
        end as suppression_reason
    from totals
    inner join metrics on totals.metric_id = metrics.metric_id
    cross join parameters
    left join metric_gates on totals.metric_id = metric_gates.metric_id
),

spread as (
    select
        *,
        case
            when estimator = 'net_promoter'
                then (numerator_squares / denominator - mean * mean) / denominator
            else
                (
                    customer_numerator_squares
                    - 2 * mean * customer_products
                    + mean * mean * customer_denominator_squares
                )
                / (denominator * denominator)
                * customer_count / nullif(customer_count - 1, 0)
        end as variance
    from judged
),

widths as (
    select
        spread.*,
        case
            when spread.estimator = 'mean' then t_quantiles.t_975
            else spread.normal_quantile
        end
        * sqrt(case when spread.variance < 0 then 0 else spread.variance end) as half_width
    from spread
    left join t_quantiles
        on
            t_quantiles.degrees_of_freedom = case
                when spread.customer_count - 1 > spread.widest_degrees_of_freedom
                    then spread.widest_degrees_of_freedom
                else spread.customer_count - 1
            end
),

intervals as (
    select
        *,
        case
            when estimator = 'proportion'
                then
                    {{ wilson_bound('mean', 'denominator', 'normal_quantile', '-') | indent(20) }}
            else mean - half_width
        end as mean_low,
        case
            when estimator = 'proportion'
                then
                    {{ wilson_bound('mean', 'denominator', 'normal_quantile', '+') | indent(20) }}
            else mean + half_width
        end as mean_high
    from widths
),

metric_values as (
    select
        metric_id,
        cut,
        cut_value,
        period_grain,
        suppression_reason,
        case when suppression_reason is null then numerator end as numerator,
        case when suppression_reason is null then denominator end as denominator,
        case when suppression_reason is null then value_multiplier * mean end as value,
        cast(
            case
                when suppression_reason is null then floor(denominator)
                else round(denominator / suppressed_n_rounding) * suppressed_n_rounding
            end as bigint
        ) as n,
        case when suppression_reason is null then value_multiplier * mean_low end as ci_low,
        case when suppression_reason is null then value_multiplier * mean_high end as ci_high,
        suppression_reason is not null as is_suppressed,
        period_start
    from intervals
)

select * from metric_values
