{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per subscription and moment at which it was or will be due for renewal
with renewals as (
    select * from {{ ref('int_renewals') }}
),

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stage_periods') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

described as (
    select
        renewals.renewal_id,
        renewals.subscription_id,
        renewals.source_system,
        renewals.customer_id,
        subscriptions.plan,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        subscriptions.interval_months,
        renewals.payment_failure_count,
        renewals.is_renewed,
        renewals.payment_failure_count > 0 as has_payment_failure,
        renewals.due_at,
        renewals.renewed_at,
        renewals.lapsed_at,
        renewals.final_at
    from renewals
    inner join subscriptions on renewals.subscription_id = subscriptions.subscription_id
    left join customer_segments on renewals.customer_id = customer_segments.customer_id
    -- A renewal that fails ends the stage at that very moment: it belongs to the one it ends.
    left join customer_stages
        on
            renewals.customer_id = customer_stages.customer_id
            and renewals.due_at > customer_stages.valid_from
            and renewals.due_at <= customer_stages.valid_until
)

select * from described
