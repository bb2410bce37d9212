{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per product or web event
with session_events as (
    select * from {{ ref('int_event_sessions') }}
),

own_task_events as (
    select
        event_id,
        task_attempt_id
    from {{ ref('int_task_events') }}
    where task_action is not null or task_id is not null
),

events_on_the_way as (
    select
        event_id,
        task_attempt_id
    from {{ ref('int_task_events') }}
    where task_action is null and task_id is null
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

-- An event on the way of two attempts at once belongs to one of them.
task_of_event as (
    select
        event_id,
        task_attempt_id
    from own_task_events
    union all
    select
        event_id,
        min(task_attempt_id) as task_attempt_id
    from events_on_the_way
    group by event_id
),

described as (
    select
        session_events.event_id,
        session_events.web_session_id,
        task_of_event.task_attempt_id,
        session_events.source_system,
        session_events.customer_id,
        session_events.campaign_id,
        session_events.event_type,
        session_events.event_family,
        session_events.task_type,
        session_events.task_action,
        session_events.page,
        session_events.page_type,
        session_events.step,
        session_events.element,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        session_events.scroll_depth,
        session_events.engaged_seconds,
        session_events.seconds_before,
        session_events.is_known_customer,
        session_events.is_page_view,
        session_events.is_decision_content,
        session_events.is_high_intent,
        session_events.is_rage_click,
        session_events.occurred_at
    from session_events
    left join task_of_event on session_events.event_id = task_of_event.event_id
    left join customer_stages on {{ stage_in_force('session_events', 'occurred_at') | indent(8) }}
    left join customer_segments on session_events.customer_id = customer_segments.customer_id
)

select * from described
