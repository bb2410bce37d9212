-- grain: one row per segment ('all' rolls up) and way of counting the value of a customer
with orders as (
    select * from {{ ref('fct_orders') }}
),

customer_periods as (
    select * from {{ ref('fct_customer_periods') }}
),

parameters as (
    select
        {{ metric_parameter('gross_margin_share') }} as gross_margin_share,
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_minimum,
        {{ metric_parameter('suppressed_n_rounding') }} as rounding
),

-- What was earned so far, of customers who ever paid.
observed as (
    select
        'observed_to_date' as variant,
        coalesce(segment, 'all') as segment,
        count(distinct customer_id) as customer_count,
        {{ exact_sum('net_amount_eur', 'decimal(18, 6)') }} as revenue_eur,
        cast(null as double) as lifetime_periods
    from orders
    group by cube(segment)
),

-- What a customer is going to be worth if prices and losses stay as they were: the amount of a
-- period times the periods until the customer is lost.
watched as (
    select
        coalesce(segment, 'all') as segment,
        count(distinct customer_id) as customer_count,
        count(*) as period_count,
        count(case when not is_retained then 1 end) as lost_count,
        {{ exact_sum('monthly_amount_begin_eur', 'decimal(18, 6)') }} as amount_eur
    from customer_periods
    where is_retained is not null
    group by cube(segment)
),

expected as (
    select
        'expected_lifetime' as variant,
        segment,
        customer_count,
        amount_eur * customer_count / nullif(lost_count, 0) as revenue_eur,
        cast(period_count as double) / nullif(lost_count, 0) as lifetime_periods
    from watched
),

variants as (
    select * from observed
    union all
    select * from expected
),

valued as (
    select
        variants.segment,
        variants.variant,
        case
            when variants.customer_count < parameters.customers_minimum
                then
                    'fewer than ' || cast(cast(parameters.customers_minimum as bigint) as string)
                    || ' customers'
            when variants.revenue_eur is null then 'no customer was lost yet'
        end as suppression_reason,
        variants.customer_count,
        variants.revenue_eur / nullif(variants.customer_count, 0) as revenue_per_customer_eur,
        parameters.gross_margin_share,
        variants.lifetime_periods,
        parameters.rounding
    from variants
    cross join parameters
),

cells as (
    select
        segment,
        variant,
        suppression_reason,
        cast(
            case
                when suppression_reason is null then customer_count
                else round(customer_count / rounding) * rounding
            end as bigint
        ) as customer_count,
        gross_margin_share,
        case when suppression_reason is null then revenue_per_customer_eur end
            as revenue_per_customer_eur,
        case when suppression_reason is null then revenue_per_customer_eur * gross_margin_share end
            as value_per_customer_eur,
        case when suppression_reason is null then lifetime_periods end as lifetime_periods,
        suppression_reason is not null as is_suppressed
    from valued
)

select * from cells
