-- grain: one row per metric, journey stage, segment, period and jackknife group; 'all' rolls up
with customer_totals as (
    select * from {{ ref('int_customer_metric_totals') }}
),

rolled_up as (
    select
        customer_totals.metric_id,
        customer_totals.customer_id,
        customer_totals.period_grain,
        customer_totals.jackknife_group,
        customer_totals.period_start,
        coalesce(customer_totals.journey_stage, 'all') as journey_stage,
        coalesce(customer_totals.segment, 'all') as segment,
        {{ exact_sum('customer_totals.numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('customer_totals.denominator', 'decimal(18, 6)') }} as denominator,
        {{ exact_sum('customer_totals.numerator_squares', 'decimal(18, 6)') }} as numerator_squares
    from customer_totals
    group by
        customer_totals.metric_id,
        customer_totals.customer_id,
        customer_totals.period_grain,
        customer_totals.jackknife_group,
        customer_totals.period_start,
        cube(customer_totals.journey_stage, customer_totals.segment)
),

components as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        jackknife_group,
        period_start,
        count(*) as customer_count,
        {{ exact_sum('numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('denominator', 'decimal(18, 6)') }} as denominator,
        {{ exact_sum('numerator_squares', 'decimal(18, 6)') }} as numerator_squares,
        {{ exact_sum('numerator * numerator', 'decimal(38, 6)') }}
            as customer_numerator_squares,
        {{ exact_sum('numerator * denominator', 'decimal(38, 6)') }}
            as customer_products,
        {{ exact_sum('denominator * denominator', 'decimal(38, 6)') }}
            as customer_denominator_squares
    from rolled_up
    group by metric_id, journey_stage, segment, period_grain, jackknife_group, period_start
)

select * from components
