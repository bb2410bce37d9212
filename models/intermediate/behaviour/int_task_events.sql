-- grain: one row per event of an attempt at a task, clicks and help on the way included
with session_events as (
    select * from {{ ref('int_event_sessions') }}
),

-- Only the keys go through the windows and joins, not whole events: the rest is joined at the end.
-- Without a number of its own an attempt begins with each start in a visit.
task_events as (
    select
        event_id,
        web_session_id,
        task_id,
        task_action,
        step,
        element,
        occurred_at,
        coalesce(
            task_id,
            md5(concat_ws(
                '|', source_system, customer_id, task_type, web_session_id,
                cast(sum(case when task_action = 'start' then 1 else 0 end) over (
                    partition by source_system, customer_id, task_type, web_session_id
                    order by occurred_at, event_id
                    rows between unbounded preceding and current row
                ) as string)
            ))
        ) as task_attempt_id
    from session_events
    where task_action is not null
),

other_events as (
    select
        event_id,
        web_session_id,
        task_id,
        step,
        element,
        occurred_at
    from session_events
    where task_action is null
),

spans as (
    select
        task_attempt_id,
        min(web_session_id) as web_session_id,
        max(task_id) as task_id,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at
    from task_events
    group by task_attempt_id
),

collected as (
    select
        task_attempt_id,
        event_id,
        task_action,
        step,
        element,
        occurred_at
    from task_events
    union all
    select
        spans.task_attempt_id,
        other_events.event_id,
        cast(null as string) as task_action,
        other_events.step,
        other_events.element,
        other_events.occurred_at
    from spans
    inner join other_events on spans.task_id = other_events.task_id
    union all
    select
        spans.task_attempt_id,
        other_events.event_id,
        cast(null as string) as task_action,
        other_events.step,
        other_events.element,
        other_events.occurred_at
    from spans
    inner join other_events on spans.web_session_id = other_events.web_session_id
    where
        spans.task_id is null
        and other_events.task_id is null
        and other_events.occurred_at between spans.first_at and spans.last_at
),

-- The pause before an event, and how often its step or field was done before.
paced as (
    select
        task_attempt_id,
        event_id,
        {{ seconds_between(
            'lag(occurred_at) over (partition by task_attempt_id order by occurred_at, event_id)',
            'occurred_at',
        ) }} as idle_seconds,
        row_number() over (
            partition by task_attempt_id, task_action, step, element
            order by occurred_at, event_id
        ) as occurrence
    from collected
),

described as (
    select
        paced.task_attempt_id,
        session_events.event_id,
        session_events.web_session_id,
        session_events.source_system,
        session_events.customer_id,
        session_events.task_id,
        session_events.event_type,
        session_events.task_type,
        session_events.task_action,
        session_events.page,
        session_events.task_name,
        session_events.step,
        session_events.element,
        session_events.is_rage_click,
        session_events.is_known_customer,
        session_events.occurred_at,
        paced.idle_seconds,
        paced.occurrence
    from paced
    inner join session_events on paced.event_id = session_events.event_id
)

select * from described
