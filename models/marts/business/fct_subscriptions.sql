-- grain: one row per subscription, as it stands now
with subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

changes as (
    select * from {{ ref('int_subscription_changes') }}
),

periods as (
    select * from {{ ref('int_subscription_periods') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stage_periods') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

counted as (
    select
        subscription_id,
        count(case when change = 'renewed' then 1 end) as renewal_count,
        count(case when change = 'upgraded' then 1 end) as upgrade_count,
        count(case when change = 'downgraded' then 1 end) as downgrade_count,
        count(case when change = 'paused' then 1 end) as pause_count
    from changes
    group by subscription_id
),

running as (
    select distinct periods.subscription_id
    from periods
    cross join as_of
    where periods.valid_from <= as_of.as_of_at and periods.valid_until > as_of.as_of_at
),

dated as (
    select
        *,
        coalesce(started_at, trial_started_at) as began_at
    from subscriptions
),

described as (
    select
        dated.subscription_id,
        dated.source_system,
        dated.customer_id,
        dated.plan,
        dated.status,
        dated.currency,
        dated.cancel_reason,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        dated.monthly_amount,
        dated.monthly_amount / dated.units_per_euro as monthly_amount_eur,
        dated.interval_months,
        case
            when not dated.is_ended_before_start
                then {{ seconds_between('dated.started_at', 'dated.cancelled_at') }}
        end as lifetime_seconds,
        coalesce(counted.renewal_count, 0) as renewal_count,
        coalesce(counted.upgrade_count, 0) as upgrade_count,
        coalesce(counted.downgrade_count, 0) as downgrade_count,
        coalesce(counted.pause_count, 0) as pause_count,
        running.subscription_id is not null as is_active,
        dated.is_ended_before_start,
        dated.trial_started_at,
        dated.trial_ended_at,
        dated.started_at,
        dated.renewal_due_at,
        dated.cancelled_at
    from dated
    left join counted on dated.subscription_id = counted.subscription_id
    left join running on dated.subscription_id = running.subscription_id
    left join customer_segments on dated.customer_id = customer_segments.customer_id
    left join customer_stages
        on
            dated.customer_id = customer_stages.customer_id
            and dated.began_at >= customer_stages.valid_from
            and dated.began_at < customer_stages.valid_until
)

select * from described
