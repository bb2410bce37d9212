-- grain: one row per event of an attempt at a task, clicks and help on the way included
with session_events as (
    select * from {{ ref('int_event_sessions') }}
),

shared_tasks as (
    select * from {{ ref('int_shared_tasks') }}
),

-- Only the keys go through the windows and joins, not whole events: the rest is joined at the end.
numbered_events as (
    select
        event_id,
        customer_id,
        task_id,
        task_action,
        step,
        element,
        occurred_at
    from {{ ref('int_event_sessions') }}
    where task_id is not null
),

unnumbered_actions as (
    select
        event_id,
        web_session_id,
        source_system,
        customer_id,
        task_type,
        task_action,
        step,
        element,
        occurred_at
    from {{ ref('int_event_sessions') }}
    where task_id is null and task_action is not null
),

unnumbered_others as (
    select
        event_id,
        web_session_id,
        step,
        element,
        occurred_at
    from {{ ref('int_event_sessions') }}
    where task_id is null and task_action is null
),

owned_events as (
    select
        numbered_events.event_id,
        numbered_events.task_id,
        numbered_events.task_action,
        numbered_events.step,
        numbered_events.element,
        numbered_events.occurred_at
    from numbered_events
    left join shared_tasks
        on
            numbered_events.task_id = shared_tasks.task_id
            and numbered_events.customer_id = shared_tasks.customer_id
    where coalesce(shared_tasks.is_owner, true)
),

begun_tasks as (
    select distinct task_id from owned_events
    where task_action is not null
),

-- Without a number of its own an attempt begins with each start in a visit.
counted_actions as (
    select
        event_id,
        web_session_id,
        task_action,
        step,
        element,
        occurred_at,
        md5(concat_ws(
            '|', source_system, customer_id, task_type, web_session_id,
            cast(sum(case when task_action = 'start' then 1 else 0 end) over (
                partition by source_system, customer_id, task_type, web_session_id
                order by occurred_at, event_id
                rows between unbounded preceding and current row
            ) as string)
        )) as task_attempt_id
    from unnumbered_actions
),

spans as (
    select
        task_attempt_id,
        min(web_session_id) as web_session_id,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at
    from counted_actions
    group by task_attempt_id
),

collected as (
    select
        owned_events.task_id as task_attempt_id,
        owned_events.event_id,
        owned_events.task_action,
        owned_events.step,
        owned_events.element,
        owned_events.occurred_at
    from owned_events
    inner join begun_tasks on owned_events.task_id = begun_tasks.task_id
    union all
    select
        task_attempt_id,
        event_id,
        task_action,
        step,
        element,
        occurred_at
    from counted_actions
    union all
    select
        spans.task_attempt_id,
        unnumbered_others.event_id,
        cast(null as string) as task_action,
        unnumbered_others.step,
        unnumbered_others.element,
        unnumbered_others.occurred_at
    from spans
    inner join unnumbered_others on spans.web_session_id = unnumbered_others.web_session_id
    where unnumbered_others.occurred_at between spans.first_at and spans.last_at
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
