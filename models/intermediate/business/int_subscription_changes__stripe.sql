-- grain: one row per change of a subscription that its versions and invoices tell
with versions as (
    select * from {{ ref('stg_stripe__subscription_versions') }}
),

invoices as (
    select * from {{ ref('stg_stripe__invoices') }}
),

subscriptions as (
    select * from {{ ref('int_subscriptions__stripe') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

ordered_versions as (
    select
        *,
        row_number() over (partition by subscription_id order by valid_from) as version_number,
        row_number() over (
            partition by
                subscription_id,
                case when status in ('active', 'past_due') then 1 else 0 end
            order by valid_from
        ) as version_number_of_kind,
        lag(status) over (partition by subscription_id order by valid_from) as status_before,
        lag(period_started_at) over (
            partition by subscription_id order by valid_from
        ) as period_started_before
    from versions
),

status_changes as (
    select
        subscription_id,
        'trial_started' as change,
        coalesce(trial_started_at, started_at, created_at) as changed_at
    from ordered_versions
    where version_number = 1 and status = 'trialing'
    union all
    select
        subscription_id,
        'started' as change,
        coalesce(trial_ended_at, started_at, created_at) as changed_at
    from ordered_versions
    where version_number_of_kind = 1 and status in ('active', 'past_due')
    union all
    select
        subscription_id,
        'renewed' as change,
        period_started_at as changed_at
    from ordered_versions
    where
        status = 'active'
        and status_before in ('active', 'past_due')
        and period_started_at > period_started_before
    union all
    select
        subscription_id,
        'paused' as change,
        valid_from as changed_at
    from ordered_versions
    where
        status in ('paused', 'unpaid')
        and coalesce(status_before, '') not in ('paused', 'unpaid')
    union all
    select
        subscription_id,
        'resumed' as change,
        valid_from as changed_at
    from ordered_versions
    where status = 'active' and status_before in ('paused', 'unpaid')
    union all
    select
        subscription_id,
        'cancelled' as change,
        coalesce(ended_at, cancel_asked_at, valid_from) as changed_at
    from ordered_versions
    where status = 'canceled' and coalesce(status_before, '') <> 'canceled'
),

latest_versions as (
    select
        subscription_id,
        max(valid_from) as valid_from
    from versions
    group by subscription_id
),

-- The loader keeps no history of prices: what a subscription cost is read from its invoices, and
-- from its items for now.
invoiced_prices as (
    select
        invoices.subscription_id,
        invoices.created_at as priced_at,
        cast(invoices.minor_subtotal as double) / power(10, currencies.minor_digits)
        / nullif(subscriptions.interval_months, 0) as monthly_amount,
        1 as price_order
    from invoices
    inner join subscriptions on invoices.subscription_id = subscriptions.native_subscription_id
    left join currencies on upper(invoices.currency) = currencies.currency
    where
        invoices.billing_reason in ('subscription_create', 'subscription_cycle')
        and invoices.status in ('open', 'paid', 'uncollectible')
        and invoices.minor_subtotal > 0
),

last_invoices as (
    select
        subscription_id,
        max(priced_at) as priced_at
    from invoiced_prices
    group by subscription_id
),

known_prices as (
    select * from invoiced_prices
    union all
    select
        latest_versions.subscription_id,
        case
            when last_invoices.priced_at > latest_versions.valid_from then last_invoices.priced_at
            else latest_versions.valid_from
        end as priced_at,
        subscriptions.monthly_amount,
        2 as price_order
    from latest_versions
    inner join subscriptions
        on latest_versions.subscription_id = subscriptions.native_subscription_id
    left join last_invoices on latest_versions.subscription_id = last_invoices.subscription_id
    where subscriptions.status <> 'canceled' and subscriptions.monthly_amount > 0
),

price_steps as (
    select
        subscription_id,
        priced_at,
        monthly_amount,
        row_number() over steps as step_number,
        lag(monthly_amount) over steps as amount_before,
        lag(priced_at) over steps as priced_before
    from known_prices
    where monthly_amount is not null
    window steps as (partition by subscription_id order by priced_at, price_order)
),

-- A change in the middle of a period is invoiced at once; without such an invoice it shows first in
-- the next regular one.
step_invoices as (
    select
        price_steps.subscription_id,
        price_steps.step_number,
        max(invoices.created_at) as updated_at
    from price_steps
    inner join invoices
        on
            price_steps.subscription_id = invoices.subscription_id
            and invoices.billing_reason = 'subscription_update'
            and price_steps.priced_before < invoices.created_at
            and price_steps.priced_at >= invoices.created_at
    group by price_steps.subscription_id, price_steps.step_number
),

price_changes as (
    select
        price_steps.subscription_id,
        case
            when round(price_steps.monthly_amount, 2) > round(price_steps.amount_before, 2)
                then 'upgraded'
            else 'downgraded'
        end as change,
        price_steps.monthly_amount,
        coalesce(step_invoices.updated_at, price_steps.priced_at) as changed_at
    from price_steps
    left join step_invoices
        on
            price_steps.subscription_id = step_invoices.subscription_id
            and price_steps.step_number = step_invoices.step_number
    where round(price_steps.monthly_amount, 2) <> round(price_steps.amount_before, 2)
),

changes as (
    select
        status_changes.subscription_id,
        status_changes.change,
        case
            when status_changes.change in ('trial_started', 'started')
                then price_steps.monthly_amount
        end as monthly_amount,
        status_changes.changed_at
    from status_changes
    left join price_steps
        on
            status_changes.subscription_id = price_steps.subscription_id
            and price_steps.step_number = 1
    union all
    select
        subscription_id,
        change,
        monthly_amount,
        changed_at
    from price_changes
),

conformed as (
    select
        'stripe' as source_system,
        subscription_id as native_subscription_id,
        change,
        monthly_amount,
        changed_at
    from changes
)

select * from conformed
