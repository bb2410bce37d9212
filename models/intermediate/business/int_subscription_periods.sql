{{ config(
    materialized=incremental_or_table(),
    unique_key='subscription_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per subscription and period [valid_from, valid_until) at one price, while in force
with changes as (
    select * from {{ ref('int_subscription_changes') }}
    where change <> 'renewed'
),

followed as (
    select
        *,
        coalesce(
            lead(changed_at) over (partition by subscription_id order by change_number),
            {{ far_future() }}
        ) as valid_until
    from changes
),

in_force as (
    select
        subscription_id,
        customer_id,
        currency,
        monthly_amount,
        monthly_amount_eur,
        changed_at as valid_from,
        valid_until
    from followed
    where
        change in ('started', 'resumed', 'upgraded', 'downgraded')
        and changed_at < valid_until
)

select * from in_force
