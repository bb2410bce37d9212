-- grain: one row per subscription, as its latest version shows it
with versions as (
    select * from {{ ref('stg_stripe__subscription_versions') }}
),

prices as (
    select * from {{ ref('int_subscription_prices__stripe') }}
),

-- The end of a version is not read: overlapping versions still have an order.
ranked as (
    select
        *,
        row_number() over (
            partition by subscription_id order by valid_from desc, is_in_force desc nulls last
        ) as version_rank,
        max(case when status in ('active', 'past_due') then 1 else 0 end) over (
            partition by subscription_id
        ) as was_paid
    from versions
),

conformed as (
    select
        'stripe' as source_system,
        ranked.subscription_id as native_subscription_id,
        ranked.customer_id as native_user_id,
        prices.plan,
        lower(ranked.status) as status,
        prices.currency,
        ranked.cancel_reason,
        prices.monthly_amount,
        cast(prices.interval_months as double) as interval_months,
        ranked.trial_started_at,
        ranked.trial_ended_at,
        case
            when ranked.was_paid = 1
                then coalesce(ranked.trial_ended_at, ranked.started_at, ranked.created_at)
        end as started_at,
        case when ranked.status <> 'canceled' then ranked.period_ended_at end as renewal_due_at,
        case
            when ranked.status = 'canceled'
                then coalesce(ranked.ended_at, ranked.cancel_asked_at, ranked.valid_from)
        end as cancelled_at
    from ranked
    left join prices on ranked.subscription_id = prices.subscription_id
    where ranked.version_rank = 1
)

select * from conformed
