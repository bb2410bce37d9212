-- grain: one row per month of the first payment, segment ('all' rolls up) and period since then
with customer_periods as (
    select * from {{ ref('fct_customer_periods') }}
),

parameters as (
    select
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_minimum,
        {{ metric_parameter('suppressed_n_rounding') }} as rounding
),

first_periods as (
    select
        customer_id,
        monthly_amount_begin_eur as first_amount
    from customer_periods
    where period_number = 0
),

joined as (
    select
        customer_periods.cohort_month,
        customer_periods.segment,
        customer_periods.period_number,
        customer_periods.is_active_at_begin,
        customer_periods.monthly_amount_begin_eur,
        first_periods.first_amount
    from customer_periods
    inner join first_periods on customer_periods.customer_id = first_periods.customer_id
),

counted as (
    select
        cohort_month,
        coalesce(segment, 'all') as segment,
        period_number,
        count(*) as customer_count,
        count(case when is_active_at_begin then 1 end) as retained_count,
        {{ exact_sum('first_amount', 'decimal(18, 6)') }} as first_amount_eur,
        {{ exact_sum('coalesce(monthly_amount_begin_eur, 0)', 'decimal(18, 6)') }}
            as retained_amount_eur
    from joined
    group by cohort_month, period_number, cube(segment)
),

sized as (
    select
        *,
        max(customer_count) over (partition by cohort_month, segment) as cohort_size
    from counted
),

-- A period that not every customer of the cohort has reached would compare the early ones only.
judged as (
    select
        sized.*,
        parameters.rounding,
        case
            when sized.cohort_size < parameters.customers_minimum
                then
                    'fewer than ' || cast(cast(parameters.customers_minimum as bigint) as string)
                    || ' customers'
            when sized.customer_count < sized.cohort_size
                then 'not reached by the whole cohort'
        end as suppression_reason
    from sized
    cross join parameters
),

cells as (
    select
        segment,
        suppression_reason,
        period_number,
        cast(
            case
                when suppression_reason is null then cohort_size
                else round(cohort_size / rounding) * rounding
            end as bigint
        ) as customer_count,
        case when suppression_reason is null then retained_count end as retained_count,
        case when suppression_reason is null then first_amount_eur end as first_amount_eur,
        case when suppression_reason is null then retained_amount_eur end as retained_amount_eur,
        case
            when suppression_reason is null
                then cast(retained_count as double) / nullif(cohort_size, 0)
        end as customer_retention,
        case
            when suppression_reason is null
                then retained_amount_eur / nullif(first_amount_eur, 0)
        end as revenue_retention,
        suppression_reason is not null as is_suppressed,
        cohort_month
    from judged
)

select * from cells
