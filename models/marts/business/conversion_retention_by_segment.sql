-- grain: one row per segment ('all' rolls up): who buys, and who stays
with conversions as (
    select * from {{ ref('fct_customer_conversions') }}
    where episode_type in ('stage', 'evaluation')
),

customer_periods as (
    select * from {{ ref('fct_customer_periods') }}
),

parameters as (
    select
        {{ metric_parameter('early_churn_long_periods') }} as early_churn_long_periods,
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_minimum
),

-- Each customer counts once, from the first episode.
ranked as (
    select
        *,
        row_number() over (
            partition by customer_id order by began_at, conversion_id
        ) as episode_number
    from conversions
),

converted as (
    select
        coalesce(segment, 'all') as segment,
        count(*) as prospect_count,
        count(case when is_converted then 1 end) as converted_count
    from ranked
    where episode_number = 1 and is_converted is not null
    group by cube(segment)
),

kept as (
    select
        coalesce(customer_periods.segment, 'all') as segment,
        count(*) as customer_count,
        count(case when customer_periods.is_active_at_end then 1 end) as kept_count
    from customer_periods
    cross join parameters
    where
        customer_periods.period_number = parameters.early_churn_long_periods - 1
        and customer_periods.is_active_at_end is not null
    group by cube(customer_periods.segment)
),

rates as (
    select
        converted.segment,
        converted.prospect_count,
        converted.converted_count,
        kept.customer_count,
        kept.kept_count,
        cast(converted.converted_count as double) / nullif(converted.prospect_count, 0)
            as conversion_rate,
        cast(kept.kept_count as double) / nullif(kept.customer_count, 0) as retention_90d_rate,
        converted.prospect_count < parameters.customers_minimum
        or coalesce(kept.customer_count, 0) < parameters.customers_minimum as is_suppressed
    from converted
    cross join parameters
    left join kept on converted.segment = kept.segment
),

overall as (
    select
        conversion_rate,
        retention_90d_rate
    from rates
    where segment = 'all'
),

-- The trade-off: fewer buy than on the whole, and more of those stay.
compared as (
    select
        rates.segment,
        case when not rates.is_suppressed then rates.prospect_count end as prospect_count,
        case when not rates.is_suppressed then rates.converted_count end as converted_count,
        case when not rates.is_suppressed then rates.customer_count end as customer_count,
        case when not rates.is_suppressed then rates.kept_count end as kept_count,
        case when not rates.is_suppressed then rates.conversion_rate end as conversion_rate,
        case when not rates.is_suppressed then rates.retention_90d_rate end as retention_90d_rate,
        case
            when not rates.is_suppressed then rates.conversion_rate * rates.retention_90d_rate
        end as kept_of_prospects,
        case
            when not rates.is_suppressed
                then
                    rates.conversion_rate < overall.conversion_rate
                    and rates.retention_90d_rate > overall.retention_90d_rate
        end as is_trade_off,
        rates.is_suppressed
    from rates
    cross join overall
)

select * from compared
