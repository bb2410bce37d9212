-- grain: one row per marketing send: what was known of the customer when it was sent
with marketing_sends as (
    select * from {{ ref('int_marketing_sends') }}
),

session_events as (
    select * from {{ ref('int_event_sessions') }}
),

event_types as (
    select * from {{ ref('event_types') }}
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

orders as (
    select * from {{ ref('int_orders') }}
),

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

parameters as (
    select {{ metric_parameter('signal_recency_seconds') }} as recency_seconds
),

-- A sign of interest: what only somebody does who means it, or says what they want.
signals as (
    select
        session_events.customer_id,
        'event' as signal_type,
        session_events.occurred_at as signal_at
    from session_events
    inner join event_types on session_events.event_type = event_types.event_type
    where event_types.is_high_intent or event_types.is_evaluation
    union all
    select
        customer_id,
        'intent' as signal_type,
        arrival_at as signal_at
    from sessions
    where customer_id is not null and intent is not null and arrival_at is not null
),

recent as (
    select
        marketing_sends.send_id,
        count(case when signals.signal_type = 'event' then 1 end) as event_signal_count,
        count(case when signals.signal_type = 'intent' then 1 end) as intent_signal_count
    from marketing_sends
    cross join parameters
    inner join signals
        on
            marketing_sends.customer_id = signals.customer_id
            and marketing_sends.sent_at > signals.signal_at
    where
        {{ seconds_between('signals.signal_at', 'marketing_sends.sent_at') }}
        <= parameters.recency_seconds
    group by marketing_sends.send_id
),

purchases as (
    select
        customer_id,
        ordered_at as paid_at
    from orders
    union all
    select
        customer_id,
        started_at as paid_at
    from subscriptions
),

first_purchases as (
    select
        customer_id,
        min(paid_at) as first_paid_at
    from purchases
    group by customer_id
),

known as (
    select
        marketing_sends.send_id,
        marketing_sends.customer_id,
        coalesce(recent.event_signal_count, 0) > 0 as has_recent_event,
        coalesce(recent.intent_signal_count, 0) > 0 as has_explicit_intent,
        coalesce(first_purchases.first_paid_at < marketing_sends.sent_at, false)
            as is_returning_customer
    from marketing_sends
    left join recent on marketing_sends.send_id = recent.send_id
    left join first_purchases on marketing_sends.customer_id = first_purchases.customer_id
)

select * from known
