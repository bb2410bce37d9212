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
with marketing_sends as (
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
        *,
        row_number() over (
            partition by customer_id order by sent_at, send_id
        ) as exposure_number,
        row_number() over (
            partition by customer_id, cast(sent_at as date), coalesce(intent, campaign_id, rule_id)
            order by sent_at, send_id
        ) as same_day_number
    from marketing_sends
),

described as (
    select
        numbered.send_id,
        numbered.source_system,
        numbered.customer_id,
        numbered.campaign_id,
        numbered.rule_id,
        numbered.channel,
        numbered.intent,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        cast(numbered.exposure_number as bigint) as exposure_number,
        case
            when numbered.clicked_at >= coalesce(numbered.delivered_at, numbered.sent_at)
                then
                    {{ seconds_between(
                        'coalesce(numbered.delivered_at, numbered.sent_at)', 'numbered.clicked_at'
                    ) }}
        end as action_seconds,
        -- Who opened, clicked or answered got it, whatever the delivery report says.
        coalesce(
            numbered.delivered_at, numbered.opened_at, numbered.clicked_at, numbered.replied_at
        ) is not null as is_delivered,
        coalesce(numbered.opened_at, numbered.clicked_at) is not null as is_opened,
        numbered.clicked_at is not null as is_clicked,
        numbered.replied_at is not null as is_replied,
        coalesce(numbered.clicked_at, numbered.replied_at) is not null as is_engaged,
        numbered.unsubscribed_at is not null as is_unsubscribed,
        numbered.complained_at is not null as is_complained,
        numbered.same_day_number > 1 as is_duplicate,
        numbered.rule_id is not null and length(trim(coalesce(numbered.reason, ''))) > 0
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
        coalesce(holdout.is_held_out and numbered.rule_id like holdout.program || '%', false)
            as is_holdout_breach,
        case
            when
                {{ seconds_between('numbered.sent_at', 'parameters.as_of_at') }}
                >= parameters.next_step_window_seconds
                then coalesce(outcomes.is_next_step_taken, false)
        end as is_next_step_taken,
        case
            when
                {{ seconds_between('numbered.sent_at', 'parameters.as_of_at') }}
                >= parameters.purchase_window_seconds
                then coalesce(outcomes.is_followed_by_purchase, false)
        end as is_followed_by_purchase,
        case
            when
                {{ seconds_between('numbered.sent_at', 'parameters.as_of_at') }}
                >= parameters.fatigue_window_seconds
                then coalesce(outcomes.is_followed_by_unsubscribe, false)
        end as is_followed_by_unsubscribe,
        numbered.sent_at,
        numbered.delivered_at,
        numbered.opened_at,
        numbered.clicked_at,
        numbered.replied_at,
        numbered.unsubscribed_at,
        numbered.complained_at
    from numbered
    cross join parameters
    left join outcomes on numbered.send_id = outcomes.send_id
    left join signals on numbered.send_id = signals.send_id
    left join holdout on numbered.customer_id = holdout.customer_id
    left join customer_stages on {{ stage_in_force('numbered', 'sent_at') | indent(8) }}
    left join customer_segments on numbered.customer_id = customer_segments.customer_id
    left join segment_sizes on customer_segments.segment = segment_sizes.segment
)

select * from described
