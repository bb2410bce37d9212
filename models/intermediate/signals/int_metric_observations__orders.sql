{{ config(materialized='view') }}
-- grain: one row per order: its part in each metric
with orders as (
    select * from {{ ref('fct_orders') }}
),

-- Money is counted in units of the mean amount, so that the sample size of a share of money stays
-- the number of orders.
scale as (
    select
        {{ exact_sum('amount_eur', 'decimal(18, 6)') }} / nullif(count(amount_eur), 0)
            as mean_amount_eur
    from orders
),

-- An order counts on the day its window ends: what came back, what followed, who stayed.
returned as (
    select
        order_id as record_id,
        'return' as outcome,
        journey_stage,
        segment,
        amount_eur,
        net_amount_eur,
        contact_count_30d,
        is_recurring,
        is_refunded_30d,
        cast(null as boolean) as is_repeated_90d,
        cast(null as boolean) as is_customer_kept_90d,
        coalesce(customer_id, order_id) as customer_id,
        cast(refund_final_at as date) as observed_on
    from orders
    where is_refunded_30d is not null
),

followed as (
    select
        order_id as record_id,
        'repeat' as outcome,
        following_stage as journey_stage,
        segment,
        amount_eur,
        net_amount_eur,
        cast(null as bigint) as contact_count_30d,
        is_recurring,
        cast(null as boolean) as is_refunded_30d,
        is_repeated_90d,
        cast(null as boolean) as is_customer_kept_90d,
        customer_id,
        cast(repeat_final_at as date) as observed_on
    from orders
    where is_repeated_90d is not null
),

lasting as (
    select
        order_id as record_id,
        'quality' as outcome,
        journey_stage,
        segment,
        amount_eur,
        net_amount_eur,
        cast(null as bigint) as contact_count_30d,
        is_recurring,
        cast(null as boolean) as is_refunded_30d,
        cast(null as boolean) as is_repeated_90d,
        is_customer_kept_90d,
        customer_id,
        cast(quality_final_at as date) as observed_on
    from orders
    where is_customer_kept_90d is not null
),

outcomes as (
    select * from returned
    union all
    select * from followed
    union all
    select * from lasting
),

records as (
    select
        outcomes.record_id,
        outcomes.customer_id,
        outcomes.journey_stage,
        outcomes.segment,
        outcomes.contact_count_30d,
        outcomes.is_refunded_30d,
        outcomes.is_repeated_90d,
        case
            when outcomes.outcome = 'return' and not outcomes.is_recurring
                then outcomes.net_amount_eur
        end as purchase_amount_eur,
        case
            when outcomes.outcome = 'return'
                then (outcomes.amount_eur - outcomes.net_amount_eur) / scale.mean_amount_eur
        end as refunded_amount,
        case
            when outcomes.outcome = 'return' then outcomes.amount_eur / scale.mean_amount_eur
        end as sold_amount,
        case
            when outcomes.outcome = 'quality'
                then
                    case when outcomes.is_customer_kept_90d then outcomes.net_amount_eur else 0 end
                    / scale.mean_amount_eur
        end as lasting_amount,
        case
            when outcomes.outcome = 'quality' then outcomes.amount_eur / scale.mean_amount_eur
        end as judged_amount,
        outcomes.observed_on
    from outcomes
    cross join scale
),

observations as (
    {{ metric_observations('records', 'orders') | indent(4) }}
)

select * from observations
