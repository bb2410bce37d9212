{{ config(
    materialized=incremental_or_table(),
    unique_key='order_id',
    incremental_strategy='touched_keys',
    meta={
        'touched_by': {
            'fct_sessions': {
                'key': 'customer_id', 'through': 'int_orders', 'column': 'customer_id',
            },
            'int_subscription_periods': {
                'key': 'customer_id', 'through': 'int_orders', 'column': 'customer_id',
            },
            'int_customer_stage_periods': {
                'key': 'customer_id', 'through': 'int_orders', 'column': 'customer_id',
            },
            'int_customer_segments': {
                'key': 'customer_id', 'through': 'int_orders', 'column': 'customer_id',
            },
        },
        'unsettled': {
            'through': 'int_orders',
            'where': (
                'refund_final_at > as_of_before or repeat_final_at > as_of_before '
                ~ 'or quality_final_at > as_of_before'
            ),
        },
    },
) }}
-- grain: one row per paid order or charge up to now
with orders as (
    select orders.*
    from {{ ref('int_orders') }} as orders
    cross join {{ ref('int_as_of') }} as as_of
    where {{ not_after('orders.ordered_at', 'as_of.as_of_at') }}
),

order_sequences as (
    select * from {{ ref('int_order_sequences') }}
),

refunds as (
    select * from {{ ref('int_refunds') }}
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

subscription_periods as (
    select * from {{ ref('int_subscription_periods') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stage_periods') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

numbered as (
    select
        orders.*,
        order_sequences.order_number,
        order_sequences.next_ordered_at,
        orders.subscription_id is null as is_purchase,
        as_of.as_of_at
    from orders
    cross join {{ ref('int_as_of') }} as as_of
    left join order_sequences on orders.order_id = order_sequences.order_id
),

-- A refund in another currency than its order's goes through euros.
refunded as (
    select
        numbered.order_id,
        {{ exact_sum(
            'case when refunds.currency = numbered.currency or refunds.currency is null '
            ~ 'then refunds.amount else '
            ~ 'refunds.amount / refunds.units_per_euro * numbered.units_per_euro end',
            'decimal(18, 6)'
        ) | indent(8) }} as refunded_amount,
        count(*) as refund_count,
        count(case when refunds.refunded_at < numbered.refund_final_at then 1 end)
            as refund_count_in_window,
        min(refunds.refunded_at) as first_refunded_at
    from numbered
    inner join refunds on numbered.order_id = refunds.order_id
    group by numbered.order_id
),

contacted as (
    select
        numbered.order_id,
        count(*) as contact_count
    from numbered
    inner join sessions
        on
            numbered.customer_id = sessions.customer_id
            and numbered.ordered_at <= sessions.arrival_at
            and numbered.refund_final_at > sessions.arrival_at
    group by numbered.order_id
),

kept as (
    select distinct numbered.order_id
    from numbered
    inner join subscription_periods
        on
            numbered.customer_id = subscription_periods.customer_id
            and numbered.quality_final_at >= subscription_periods.valid_from
            and numbered.quality_final_at < subscription_periods.valid_until
),

-- An order belongs to the stage that it ends: the first one to conversion. What follows from it
-- belongs to the stage that it opens.
joined as (
    select
        numbered.*,
        coalesce(stages_before.journey_stage, stages_after.journey_stage, 'unknown')
            as journey_stage,
        coalesce(stages_after.journey_stage, 'unknown') as following_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        coalesce(refunded.refunded_amount, 0) as refunded_amount,
        coalesce(refunded.refund_count, 0) as refund_count,
        coalesce(refunded.refund_count_in_window, 0) as refund_count_in_window,
        refunded.first_refunded_at,
        coalesce(contacted.contact_count, 0) as contact_count,
        kept.order_id is not null as has_subscription_after
    from numbered
    left join refunded on numbered.order_id = refunded.order_id
    left join contacted on numbered.order_id = contacted.order_id
    left join kept on numbered.order_id = kept.order_id
    left join customer_segments on numbered.customer_id = customer_segments.customer_id
    left join customer_stages as stages_before
        on
            numbered.customer_id = stages_before.customer_id
            and numbered.ordered_at > stages_before.valid_from
            and numbered.ordered_at <= stages_before.valid_until
    left join customer_stages as stages_after
        on
            numbered.customer_id = stages_after.customer_id
            and numbered.ordered_at >= stages_after.valid_from
            and numbered.ordered_at < stages_after.valid_until
),

netted as (
    select
        *,
        case when refunded_amount < amount then amount - refunded_amount else 0 * amount end
            as net_amount
    from joined
),

described as (
    select
        order_id,
        source_system,
        customer_id,
        subscription_id,
        currency,
        journey_stage,
        following_stage,
        segment,
        amount,
        refunded_amount,
        net_amount,
        amount / units_per_euro as amount_eur,
        net_amount / units_per_euro as net_amount_eur,
        order_number,
        refund_count,
        case
            when customer_id is not null and refund_final_at <= as_of_at then contact_count
        end as contact_count_30d,
        is_recurring,
        refund_count > 0 as is_refunded,
        round(refunded_amount, 2) > round(amount, 2) as is_over_refunded,
        case when refund_final_at <= as_of_at then refund_count_in_window > 0 end
            as is_refunded_30d,
        case
            when is_purchase and customer_id is not null and repeat_final_at <= as_of_at
                then coalesce(next_ordered_at < repeat_final_at, false)
        end as is_repeated_90d,
        case
            when customer_id is not null and quality_final_at <= as_of_at
                then
                    has_subscription_after
                    or coalesce(next_ordered_at < quality_final_at, false)
        end as is_customer_kept_90d,
        ordered_at,
        first_refunded_at,
        refund_final_at,
        repeat_final_at,
        quality_final_at
    from netted
)

select * from described
