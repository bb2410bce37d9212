-- grain: one row per marketing send after which the customer did something that counts
with marketing_sends as (
    select * from {{ ref('int_marketing_sends') }}
),

session_events as (
    select * from {{ ref('int_event_sessions') }}
    where is_high_intent
),

orders as (
    select * from {{ ref('int_orders') }}
),

parameters as (
    select
        {{ metric_parameter('message_next_step_window_seconds') }} as next_step_window_seconds,
        {{ metric_parameter('message_purchase_window_seconds') }} as purchase_window_seconds,
        {{ metric_parameter('message_fatigue_window_seconds') }} as fatigue_window_seconds
),

outcomes as (
    select
        customer_id,
        'next_step' as outcome,
        occurred_at as outcome_at
    from session_events
    union all
    select
        customer_id,
        'purchase' as outcome,
        ordered_at as outcome_at
    from orders
    union all
    select
        customer_id,
        'unsubscribe' as outcome,
        unsubscribed_at as outcome_at
    from marketing_sends
    where unsubscribed_at is not null
),

followed as (
    select
        marketing_sends.send_id,
        marketing_sends.customer_id,
        outcomes.outcome,
        {{ seconds_between('marketing_sends.sent_at', 'outcomes.outcome_at') }} as seconds_after
    from marketing_sends
    inner join outcomes
        on
            marketing_sends.customer_id = outcomes.customer_id
            and marketing_sends.sent_at < outcomes.outcome_at
),

summed as (
    select
        followed.send_id,
        followed.customer_id,
        count(
            case
                when
                    followed.outcome in ('next_step', 'purchase')
                    and followed.seconds_after <= parameters.next_step_window_seconds
                    then 1
            end
        ) > 0 as is_next_step_taken,
        count(
            case
                when
                    followed.outcome = 'purchase'
                    and followed.seconds_after <= parameters.purchase_window_seconds
                    then 1
            end
        ) > 0 as is_followed_by_purchase,
        count(
            case
                when
                    followed.outcome = 'unsubscribe'
                    and followed.seconds_after <= parameters.fatigue_window_seconds
                    then 1
            end
        ) > 0 as is_followed_by_unsubscribe
    from followed
    cross join parameters
    group by followed.send_id, followed.customer_id
)

select * from summed
