{{ config(materialized='view') }}
-- grain: one row per paying customer's 30 days that count for it: its part in each metric
with customer_periods as (
    select * from {{ ref('fct_customer_periods') }}
),

parameters as (
    select
        {{ metric_parameter('early_churn_short_periods') }} as short_periods,
        {{ metric_parameter('early_churn_long_periods') }} as long_periods
),

-- Money is counted in units of the mean amount, so that the sample size of a share of money stays
-- the number of customers.
scale as (
    select
        {{ exact_sum('monthly_amount_begin_eur', 'decimal(18, 6)') }}
        / nullif(count(monthly_amount_begin_eur), 0) as mean_amount_eur
    from customer_periods
    where is_retained is not null
),

-- Counted on the day the period ends: its outcome is not known before.
records as (
    select
        customer_periods.customer_period_id as record_id,
        customer_periods.customer_id,
        customer_periods.journey_stage,
        customer_periods.segment,
        customer_periods.contact_count,
        customer_periods.monthly_amount_begin_eur / scale.mean_amount_eur as amount_at_begin,
        case
            when customer_periods.monthly_amount_end_eur < customer_periods.monthly_amount_begin_eur
                then
                    (
                        customer_periods.monthly_amount_begin_eur
                        - customer_periods.monthly_amount_end_eur
                    ) / scale.mean_amount_eur
            when customer_periods.monthly_amount_end_eur is not null then 0
        end as lost_amount,
        customer_periods.is_retained,
        customer_periods.has_cancelled,
        customer_periods.has_upgraded,
        customer_periods.is_repeat_user,
        case
            when customer_periods.period_number = parameters.short_periods - 1
                then not customer_periods.is_active_at_end
        end as is_lost_early,
        case
            when customer_periods.period_number = parameters.long_periods - 1
                then not customer_periods.is_active_at_end
        end as is_lost_in_90d,
        cast(customer_periods.ended_at as date) as observed_on
    from customer_periods
    cross join parameters
    cross join scale
    where customer_periods.is_active_at_end is not null
),

observations as (
    {{ metric_observations('records', 'customer_periods') | indent(4) }}
)

select * from observations
