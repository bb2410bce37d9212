{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per customer, kind of episode before the first payment, and its beginning
with customer_stages as (
    select * from {{ ref('int_customer_stage_periods') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

product_events as (
    select * from {{ ref('int_product_events') }}
),

event_types as (
    select * from {{ ref('event_types') }}
),

orders as (
    select * from {{ ref('int_orders') }}
),

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
    where not is_ended_before_start
),

parameters as (
    select
        {{ metric_parameter('conversion_window_awareness_seconds') }} as awareness_seconds,
        {{ metric_parameter('conversion_window_consideration_seconds') }} as consideration_seconds,
        {{ metric_parameter('conversion_window_conversion_seconds') }} as conversion_seconds,
        {{ metric_parameter('evaluation_window_seconds') }} as evaluation_seconds,
        {{ metric_parameter('trial_window_seconds') }} as trial_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

payments as (
    select
        customer_id,
        ordered_at as paid_at
    from orders
    union all
    select
        customer_id,
        started_at as paid_at
    from subscriptions
    where started_at is not null
),

first_payments as (
    select
        customer_id,
        min(paid_at) as first_paid_at
    from payments
    group by customer_id
),

signals as (
    select
        product_events.customer_id,
        case
            when product_events.event_type = 'trial_start' then 'trial'
            when event_types.task_type = 'checkout' and event_types.task_action = 'start'
                then 'checkout'
            else 'evaluation'
        end as signal,
        product_events.occurred_at as signalled_at
    from product_events
    inner join event_types on product_events.event_type = event_types.event_type
    where
        event_types.is_evaluation
        or (event_types.task_type = 'checkout' and event_types.task_action = 'start')
    union all
    select
        customer_id,
        'trial' as signal,
        trial_started_at as signalled_at
    from subscriptions
    where trial_started_at is not null
),

stage_episodes as (
    select
        customer_id,
        'stage' as episode_type,
        valid_from as began_at
    from customer_stages
    where journey_stage in ('awareness', 'consideration', 'conversion')
),

staged_customers as (
    select distinct customer_id from stage_episodes
),

-- Where no source tells the stages, the first sign of an evaluation begins the episode.
evaluation_episodes as (
    select
        signals.customer_id,
        'evaluation' as episode_type,
        min(signals.signalled_at) as began_at
    from signals
    left join staged_customers on signals.customer_id = staged_customers.customer_id
    where staged_customers.customer_id is null
    group by signals.customer_id
),

signal_episodes as (
    select
        customer_id,
        signal as episode_type,
        min(signalled_at) as began_at
    from signals
    where signal in ('trial', 'checkout')
    group by customer_id, signal
),

episodes as (
    select * from stage_episodes
    union all
    select * from evaluation_episodes
    union all
    select * from signal_episodes
),

evaluated as (
    select
        episodes.customer_id,
        episodes.began_at,
        min(signals.signalled_at) as evaluated_at
    from episodes
    inner join signals
        on
            episodes.customer_id = signals.customer_id
            and episodes.began_at <= signals.signalled_at
    where episodes.episode_type = 'stage'
    group by episodes.customer_id, episodes.began_at
),

-- What begins after the first payment is no way to it.
staged as (
    select
        episodes.customer_id,
        episodes.episode_type,
        episodes.began_at,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        evaluated.evaluated_at,
        first_payments.first_paid_at,
        parameters.as_of_at,
        parameters.evaluation_seconds,
        case
            when episodes.episode_type = 'trial' then parameters.trial_seconds
            when episodes.episode_type = 'checkout' then parameters.conversion_seconds
            when episodes.episode_type = 'evaluation' then parameters.consideration_seconds
            when customer_stages.journey_stage = 'awareness' then parameters.awareness_seconds
            when customer_stages.journey_stage = 'consideration'
                then parameters.consideration_seconds
            else parameters.conversion_seconds
        end as window_seconds
    from episodes
    cross join parameters
    left join first_payments on episodes.customer_id = first_payments.customer_id
    left join customer_segments on episodes.customer_id = customer_segments.customer_id
    left join customer_stages
        on
            episodes.customer_id = customer_stages.customer_id
            and episodes.began_at >= customer_stages.valid_from
            and episodes.began_at < customer_stages.valid_until
    left join evaluated
        on
            episodes.customer_id = evaluated.customer_id
            and episodes.began_at = evaluated.began_at
    where
        episodes.began_at <= parameters.as_of_at
        and coalesce(first_payments.first_paid_at > episodes.began_at, true)
),

dated as (
    select
        *,
        {{ add_seconds('began_at', 'window_seconds') }} as final_at,
        case
            when episode_type = 'stage' and journey_stage = 'awareness'
                then {{ add_seconds('began_at', 'evaluation_seconds') }}
        end as evaluation_final_at
    from staged
),

described as (
    select
        {{ key_of([
            'customer_id', 'episode_type',
            'cast(floor(' ~ epoch_seconds('began_at') ~ ') as bigint)',
        ]) }} as conversion_id,
        customer_id,
        episode_type,
        journey_stage,
        segment,
        window_seconds,
        case
            when final_at <= as_of_at then coalesce(first_paid_at < final_at, false)
        end as is_converted,
        case
            when evaluation_final_at <= as_of_at
                then coalesce(evaluated_at < evaluation_final_at, false)
        end as is_evaluated,
        began_at,
        case when first_paid_at < final_at and first_paid_at <= as_of_at then first_paid_at end
            as converted_at,
        evaluation_final_at,
        final_at
    from dated
)

select * from described
