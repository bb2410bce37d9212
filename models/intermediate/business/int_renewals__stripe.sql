-- grain: one row per subscription and paid period that came to its end or will
with versions as (
    select * from {{ ref('stg_stripe__subscription_versions') }}
),

periods as (
    select
        subscription_id,
        period_started_at,
        max(period_ended_at) as due_at,
        max(case when status = 'active' then 1 else 0 end) as is_paid,
        min(case when status in ('past_due', 'unpaid', 'paused') then valid_from end)
            as unpaid_at,
        max(case when status = 'canceled' then coalesce(ended_at, cancel_asked_at, valid_from) end)
            as ended_at
    from versions
    where
        status in ('active', 'past_due', 'unpaid', 'paused', 'canceled')
        and period_started_at < period_ended_at
    group by subscription_id, period_started_at
),

followed as (
    select
        *,
        lead(period_started_at) over following_periods as next_started_at,
        lead(is_paid) over following_periods as is_next_paid,
        lead(unpaid_at) over following_periods as next_unpaid_at,
        lead(ended_at) over following_periods as next_ended_at
    from periods
    window following_periods as (partition by subscription_id order by period_started_at)
),

-- A change of plan may begin a new period before the old one is over: the old one is then never
-- due.
conformed as (
    select
        'stripe' as source_system,
        subscription_id as native_subscription_id,
        due_at,
        case when is_next_paid = 1 then next_started_at end as renewed_at,
        case
            when is_next_paid = 1 then null
            else coalesce(ended_at, next_ended_at, next_unpaid_at)
        end as lapsed_at
    from followed
    where is_paid = 1 and coalesce(next_started_at >= due_at, true)
)

select * from conformed
