-- grain: one row per event of an attempt at a task, clicks and help on the way included
with session_events as (
    select * from {{ ref('int_event_sessions') }}
),

-- Without a number of its own an attempt begins with each start in a visit.
task_events as (
    select
        *,
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

by_number as (
    select
        spans.task_attempt_id,
        session_events.*
    from spans
    inner join session_events on spans.task_id = session_events.task_id
    where session_events.task_action is null
),

by_time as (
    select
        spans.task_attempt_id,
        session_events.*
    from spans
    inner join session_events on spans.web_session_id = session_events.web_session_id
    where
        spans.task_id is null
        and session_events.task_id is null
        and session_events.task_action is null
        and session_events.occurred_at between spans.first_at and spans.last_at
),

{% set columns = [
    'task_attempt_id', 'event_id', 'web_session_id', 'source_system', 'customer_id', 'task_id',
    'event_type', 'task_type', 'task_action', 'page', 'task_name', 'step', 'element',
    'is_rage_click', 'is_known_customer', 'occurred_at',
] -%}
collected as (
    {% for relation in ['task_events', 'by_number', 'by_time'] -%}
    select
        {% for column in columns[:-1] -%}
        {{ column }},
        {% endfor -%}
        {{ columns[-1] }}
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

-- The pause before an event, and how often its step or field was done before.
paced as (
    select
        *,
        {{ seconds_between(
            'lag(occurred_at) over (partition by task_attempt_id order by occurred_at, event_id)',
            'occurred_at',
        ) }} as idle_seconds,
        row_number() over (
            partition by task_attempt_id, task_action, step, element
            order by occurred_at, event_id
        ) as occurrence
    from collected
)

select * from paced
