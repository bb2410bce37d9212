{{ config(
    materialized=incremental_or_table(),
    unique_key='subscription_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_subscription_id', 'change', 'monthly_amount', 'changed_at',
] -%}
{%- set order_of = {
    'trial_started': 1, 'started': 2, 'renewed': 3, 'resumed': 4, 'downgraded': 5, 'upgraded': 6,
    'paused': 7, 'cancelled': 8,
} -%}
-- grain: one row per change of a subscription
with changes as (
    {{ union_adapters('subscription_changes', columns) }}
),

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_subscription_id']) }} as subscription_id,
        change,
        monthly_amount,
        case change
            {% for change, position in order_of.items() -%}
            when '{{ change }}' then {{ position }}
            {% endfor -%}
        end as change_order,
        changed_at
    from changes
),

-- Nothing happens to a subscription after its end, and nothing has happened yet that lies ahead.
ended as (
    select
        subscription_id,
        min(changed_at) as ended_at
    from keyed
    where change = 'cancelled'
    group by subscription_id
),

happened as (
    select keyed.*
    from keyed
    cross join as_of
    left join ended on keyed.subscription_id = ended.subscription_id
    where
        keyed.changed_at <= as_of.as_of_at
        and keyed.changed_at <= coalesce(ended.ended_at, keyed.changed_at)
),

numbered as (
    select
        *,
        row_number() over changes_in_order as change_number,
        count(monthly_amount) over changes_in_order as amount_number
    from happened
    window changes_in_order as (
        partition by subscription_id
        order by changed_at asc, change_order asc, monthly_amount asc nulls last
        rows between unbounded preceding and current row
    )
),

-- Where a change does not tell the amount, the one before it is still in force.
carried as (
    select
        *,
        max(monthly_amount) over (partition by subscription_id, amount_number)
            as amount_in_force
    from numbered
),

described as (
    select
        {{ key_of(['carried.subscription_id', 'carried.change_number']) }}
            as subscription_change_id,
        carried.subscription_id,
        subscriptions.customer_id,
        subscriptions.source_system,
        carried.change,
        subscriptions.currency,
        cast(carried.change_number as bigint) as change_number,
        carried.amount_in_force as monthly_amount,
        carried.amount_in_force / subscriptions.units_per_euro as monthly_amount_eur,
        carried.changed_at
    from carried
    inner join subscriptions on carried.subscription_id = subscriptions.subscription_id
    where not subscriptions.is_ended_before_start
)

select * from described
