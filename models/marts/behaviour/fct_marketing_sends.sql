{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'touched_by': {'int_segment_sizes': {
            'key': 'segment', 'through': 'int_customer_segments', 'column': 'segment',
        }},
        'unsettled': {
            'through': 'int_marketing_sends', 'where': 'outcomes_known_at >= as_of_before',
        },
    },
) }}
-- grain: one row per message that marketing sent to one person
with sends as (
    select * from {{ ref('int_marketing_sends') }}
),

outcomes as (
    select * from {{ ref('int_message_outcomes') }}
),

signals as (
    select * from {{ ref('int_message_signals_before') }}
),

holdout as (
    select * from {{ ref('message_holdout') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

parameters as (
    select
        {{ metric_parameter('message_next_step_window_seconds') }} as next_step_window_seconds,
        {{ metric_parameter('message_purchase_window_seconds') }} as purchase_window_seconds,
        {{ metric_parameter('message_fatigue_window_seconds') }} as fatigue_window_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

segment_sizes as (
    select * from {{ ref('int_segment_sizes') }}
),

-- The same intent to the same person on the same day was said already.
numbered as (
    select
        send_id,
        row_number() over (
            partition by customer_id order by sent_at, send_id
        ) as exposure_number,
        row_number() over (
            partition by customer_id, cast(sent_at as date), coalesce(intent, campaign_id, rule_id)
            order by sent_at, send_id
        ) as same_day_number
    from {{ ref('int_marketing_sends') }}
),

described as (
    select
        sends.send_id,
        sends.source_system,
        sends.customer_id,
        sends.campaign_id,
        sends.rule_id,
        sends.channel,
        sends.intent,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        cast(numbered.exposure_number as bigint) as exposure_number,
        case
            when sends.clicked_at >= coalesce(sends.delivered_at, sends.sent_at)
                then
                    {{ seconds_between(
                        'coalesce(sends.delivered_at, sends.sent_at)', 'sends.clicked_at'
                    ) }}
        end as action_seconds,
        -- Who opened, clicked or answered got it, whatever the delivery report says.
        coalesce(
            sends.delivered_at, sends.opened_at, sends.clicked_at, sends.replied_at
        ) is not null as is_delivered,
        coalesce(sends.opened_at, sends.clicked_at) is not null as is_opened,
        sends.clicked_at is not null as is_clicked,
        sends.replied_at is not null as is_replied,
        coalesce(sends.clicked_at, sends.replied_at) is not null as is_engaged,
        sends.unsubscribed_at is not null as is_unsubscribed,
        sends.complained_at is not null as is_complained,
        numbered.same_day_number > 1 as is_duplicate,
        sends.rule_id is not null and length(trim(coalesce(sends.reason, ''))) > 0
            as has_reason,
        signals.is_returning_customer,
        signals.has_recent_event,
        signals.has_explicit_intent,
        customer_stages.journey_stage is not null as has_known_stage,
        (
            signals.has_recent_event
            or signals.has_explicit_intent
            or customer_stages.journey_stage is not null
        )
        and coalesce(segment_sizes.is_large_enough, false)
            as is_signal_sufficient,
        coalesce(holdout.is_held_out and sends.rule_id like holdout.program || '%', false)
            as is_holdout_breach,
        case
            when
                {{ seconds_between('sends.sent_at', 'parameters.as_of_at') }}
                >= parameters.next_step_window_seconds
                then coalesce(outcomes.is_next_step_taken, false)
        end as is_next_step_taken,
        case
            when
                {{ seconds_between('sends.sent_at', 'parameters.as_of_at') }}
                >= parameters.purchase_window_seconds
                then coalesce(outcomes.is_followed_by_purchase, false)
        end as is_followed_by_purchase,
        case
            when
                {{ seconds_between('sends.sent_at', 'parameters.as_of_at') }}
                >= parameters.fatigue_window_seconds
                then coalesce(outcomes.is_followed_by_unsubscribe, false)
        end as is_followed_by_unsubscribe,
        sends.sent_at,
        sends.delivered_at,
        sends.opened_at,
        sends.clicked_at,
        sends.replied_at,
        sends.unsubscribed_at,
        sends.complained_at
    from sends
    inner join numbered on sends.send_id = numbered.send_id
    cross join parameters
    left join outcomes on sends.send_id = outcomes.send_id
    left join signals on sends.send_id = signals.send_id
    left join holdout on sends.customer_id = holdout.customer_id
    left join customer_stages on {{ stage_in_force('sends', 'sent_at') | indent(8) }}
    left join customer_segments on sends.customer_id = customer_segments.customer_id
    left join segment_sizes on customer_segments.segment = segment_sizes.segment
)

select * from described
