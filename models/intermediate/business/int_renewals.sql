{{ config(
    materialized=incremental_or_table(),
    unique_key='subscription_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_subscription_id', 'due_at', 'renewed_at', 'lapsed_at',
] -%}
-- grain: one row per subscription and moment at which it was or will be due for renewal
with renewals as (
    {{ union_adapters('renewals', columns) }}
),

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

payment_failures as (
    select * from {{ ref('int_payment_failures') }}
),

parameters as (
    select
        {{ metric_parameter('renewal_grace_seconds') }} as grace_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

keyed as (
    select
        {{ key_of([
            'renewals.source_system', 'renewals.native_subscription_id',
            'cast(floor(' ~ epoch_seconds('renewals.due_at') ~ ') as bigint)',
        ]) }}
            as renewal_id,
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.source_system,
        renewals.due_at,
        renewals.renewed_at,
        renewals.lapsed_at,
        {{ add_seconds('renewals.due_at', 'parameters.grace_seconds') }} as final_at,
        parameters.as_of_at
    from renewals
    cross join parameters
    inner join subscriptions
        on
            {{ key_of(['renewals.source_system', 'renewals.native_subscription_id']) }}
            = subscriptions.subscription_id
    where not subscriptions.is_ended_before_start
),

failed as (
    select
        keyed.renewal_id,
        count(*) as failure_count
    from keyed
    inner join payment_failures
        on
            keyed.subscription_id = payment_failures.subscription_id
            and keyed.due_at <= payment_failures.failed_at
            and keyed.final_at > payment_failures.failed_at
    group by keyed.renewal_id
),

-- Known only when the days for a second try at the payment are over: a success of the first day
-- would otherwise be counted before the failures are.
judged as (
    select
        keyed.renewal_id,
        keyed.subscription_id,
        keyed.customer_id,
        keyed.source_system,
        cast(coalesce(failed.failure_count, 0) as bigint) as payment_failure_count,
        case
            when keyed.final_at > keyed.as_of_at then null
            when keyed.renewed_at < keyed.final_at then true
            when keyed.lapsed_at < keyed.final_at or keyed.renewed_at >= keyed.final_at then false
        end as is_renewed,
        keyed.due_at,
        keyed.renewed_at,
        keyed.lapsed_at,
        keyed.final_at
    from keyed
    left join failed on keyed.renewal_id = failed.renewal_id
)

select * from judged
