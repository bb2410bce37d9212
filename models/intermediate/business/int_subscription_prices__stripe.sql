-- grain: one row per subscription: what it costs now
with subscription_items as (
    select * from {{ ref('stg_stripe__subscription_items') }}
),

plans as (
    select * from {{ ref('stg_stripe__plans') }}
),

prices as (
    select * from {{ ref('stg_stripe__prices') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

parameters as (
    select {{ metric_parameter('mean_month_seconds') }} as mean_month_seconds
),

-- An account uses plans or prices; where an item names both they are the same thing.
priced as (
    select
        subscription_items.subscription_id,
        coalesce(prices.plan_name, plans.plan_name) as plan_name,
        upper(coalesce(prices.currency, plans.currency)) as currency,
        coalesce(prices.interval_unit, plans.interval_unit) as interval_unit,
        coalesce(prices.interval_count, plans.interval_count, 1) as interval_count,
        coalesce(prices.minor_amount, plans.minor_amount)
        * coalesce(subscription_items.quantity, 1) as minor_amount
    from subscription_items
    left join prices on subscription_items.price_id = prices.price_id
    left join plans on subscription_items.plan_id = plans.plan_id
),

per_month as (
    select
        priced.subscription_id,
        priced.plan_name,
        priced.currency,
        priced.interval_count * case priced.interval_unit
            when 'month' then 1
            when 'year' then 12
            when 'week' then 7 * 86400 / parameters.mean_month_seconds
            when 'day' then 86400 / parameters.mean_month_seconds
        end as interval_months,
        cast(priced.minor_amount as double) / power(10, currencies.minor_digits) as amount
    from priced
    cross join parameters
    left join currencies on priced.currency = currencies.currency
),

summed as (
    select
        subscription_id,
        min(plan_name) as plan,
        min(currency) as currency,
        min(interval_months) as interval_months,
        {{ exact_sum('amount / nullif(interval_months, 0)', 'decimal(18, 6)') }} as monthly_amount
    from per_month
    group by subscription_id
)

select * from summed
