{{ config(
    meta={
        'touched_by': {'int_task_types': {
            'key': 'task_type', 'through': 'int_task_events', 'column': 'task_type',
        }},
        'unsettled': {'where': 'outcome_known_at >= as_of_before'},
    },
) }}
-- grain: one row per attempt at a task: a form, a checkout, a setup
with task_events as (
    select * from {{ ref('int_task_events') }}
),

task_steps as (
    select * from {{ ref('task_steps') }}
),

task_types as (
    select * from {{ ref('int_task_types') }}
),

parameters as (
    select
        {{ metric_parameter('hesitation_seconds') }} as hesitation_seconds,
        {{ metric_parameter('retry_window_seconds') }} as retry_window_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

summed as (
    select
        task_events.task_attempt_id,
        task_events.source_system,
        task_events.customer_id,
        max(task_events.task_type) as task_type,
        max(task_events.task_name) as task_name,
        count(case when task_events.task_action = 'step' then 1 end) as step_count,
        count(distinct case when task_events.task_action = 'step' then task_events.step end)
            as distinct_step_count,
        count(case when task_events.task_action = 'error' then 1 end) as error_count,
        count(case when task_events.task_action = 'back' then 1 end) as back_count,
        count(case when task_events.task_action = 'step' and task_events.occurrence > 1 then 1 end)
            as revisit_count,
        count(case when task_events.task_action = 'edit' then 1 end) as edit_count,
        count(distinct case when task_events.task_action = 'edit' then task_events.element end)
            as field_count,
        count(
            case when task_events.task_action = 'edit' and task_events.occurrence = 2 then 1 end
        ) as repeated_field_count,
        count(case when task_events.is_rage_click then 1 end) as rage_click_count,
        count(
            case when task_events.event_type in ('help_view', 'help_search') then 1 end
        ) as help_count,
        count(case when task_events.event_type = 'element_click' then 1 end) as click_count,
        count(case when task_events.idle_seconds > parameters.hesitation_seconds then 1 end)
            as hesitation_count,
        max(task_events.idle_seconds) as longest_idle_seconds,
        count(case when task_events.is_known_customer then 1 end) > 0 as is_known_customer,
        min(case when task_events.task_action = 'start' then task_events.occurred_at end)
            as start_seen_at,
        min(case when task_events.task_action = 'complete' then task_events.occurred_at end)
            as completed_at,
        min(case when task_events.task_action is not null then task_events.occurred_at end)
            as first_at,
        max(task_events.occurred_at) as ended_at,
        max(parameters.retry_window_seconds) as retry_window_seconds,
        max(parameters.as_of_at) as as_of_at
    from task_events
    cross join parameters
    group by task_events.task_attempt_id, task_events.source_system, task_events.customer_id
),

-- Where several actions fall on the first moment, the first by key. The table is read again for
-- each step: what is read twice through one expression is kept with all its columns.
first_moments as (
    select
        task_attempt_id,
        min(occurred_at) as first_at
    from {{ ref('int_task_events') }}
    where task_action is not null
    group by task_attempt_id
),

action_moments as (
    select
        task_attempt_id,
        event_id,
        occurred_at
    from {{ ref('int_task_events') }}
    where task_action is not null
),

first_keys as (
    select
        action_moments.task_attempt_id,
        min(action_moments.event_id) as event_id
    from action_moments
    inner join first_moments
        on
            action_moments.task_attempt_id = first_moments.task_attempt_id
            and action_moments.occurred_at = first_moments.first_at
    group by action_moments.task_attempt_id
),

action_pages as (
    select
        task_attempt_id,
        event_id,
        web_session_id,
        page
    from {{ ref('int_task_events') }}
    where task_action is not null
),

first_actions as (
    select
        action_pages.task_attempt_id,
        action_pages.web_session_id,
        action_pages.page
    from first_keys
    inner join action_pages
        on
            first_keys.task_attempt_id = action_pages.task_attempt_id
            and first_keys.event_id = action_pages.event_id
),

shortest_paths as (
    select
        task_name,
        count(*) as flow_step_count,
        count(case when is_required then 1 end) as required_step_count
    from task_steps
    group by task_name
),

judged as (
    select
        summed.*,
        first_actions.web_session_id,
        first_actions.page as first_page,
        coalesce(summed.task_name, trim(both '/' from first_actions.page), summed.task_type)
            as flow_name,
        task_types.is_form,
        task_types.outcome_seconds,
        coalesce(summed.start_seen_at, summed.first_at) as started_at,
        summed.start_seen_at is not null as is_start_seen,
        coalesce(summed.completed_at < summed.start_seen_at, false) as is_out_of_order
    from summed
    left join task_types on summed.task_type = task_types.task_type
    left join first_actions on summed.task_attempt_id = first_actions.task_attempt_id
),

-- The outcome is known once its time has passed, for quick and slow ones alike. Without a start it
-- is never known: where only completions are sent, all attempts would look like successes.
decided as (
    select
        judged.*,
        shortest_paths.flow_step_count,
        shortest_paths.required_step_count,
        case
            when
                judged.is_start_seen
                and not judged.is_out_of_order
                and {{ seconds_between('judged.started_at', 'judged.as_of_at') }}
                >= judged.outcome_seconds
                then
                    coalesce(
                        {{ seconds_between('judged.started_at', 'judged.completed_at') }}
                        <= judged.outcome_seconds,
                        false
                    )
        end as is_completed
    from judged
    left join shortest_paths on judged.flow_name = shortest_paths.task_name
),

-- A new attempt soon after one that was given up is the same goal tried again.
neighbours as (
    select
        task_attempt_id,
        customer_id,
        flow_name,
        started_at,
        retry_window_seconds,
        row_number() over (
            partition by customer_id, flow_name order by started_at, task_attempt_id
        ) as attempt_number,
        lag(started_at) over (
            partition by customer_id, flow_name order by started_at, task_attempt_id
        ) as previous_started_at,
        lag(completed_at) over (
            partition by customer_id, flow_name order by started_at, task_attempt_id
        ) as previous_completed_at
    from decided
),

goals as (
    select
        task_attempt_id,
        attempt_number,
        max(
            case
                when
                    previous_completed_at is null
                    and {{ seconds_between('previous_started_at', 'started_at') }}
                    <= retry_window_seconds
                    then null
                else attempt_number
            end
        ) over (
            partition by customer_id, flow_name order by attempt_number
            rows between unbounded preceding and current row
        ) as first_attempt_number
    from neighbours
),

finished as (
    select
        decided.task_attempt_id,
        decided.web_session_id,
        decided.source_system,
        decided.customer_id,
        decided.task_type,
        decided.flow_name as task_name,
        decided.first_page,
        cast(goals.attempt_number - goals.first_attempt_number as bigint) as retry_count,
        decided.flow_step_count,
        decided.required_step_count,
        decided.step_count,
        decided.distinct_step_count,
        decided.error_count,
        greatest(decided.back_count, decided.revisit_count) as backtrack_count,
        decided.edit_count,
        decided.field_count,
        decided.repeated_field_count,
        decided.click_count,
        decided.rage_click_count,
        decided.help_count,
        decided.hesitation_count,
        decided.longest_idle_seconds,
        case
            when decided.is_start_seen and not decided.is_out_of_order
                then {{ seconds_between('decided.started_at', 'decided.completed_at') }}
        end as duration_seconds,
        case
            when
                decided.is_completed
                and decided.step_count > 0
                and decided.required_step_count > 0
                then
                    least(
                        cast(decided.required_step_count as double)
                        / (
                            decided.step_count
                            + greatest(decided.back_count, decided.revisit_count)
                        ),
                        1
                    )
        end as path_efficiency,
        coalesce(decided.is_form, false) as is_form,
        decided.is_known_customer,
        decided.is_start_seen,
        decided.is_out_of_order,
        decided.is_completed,
        decided.started_at,
        case when not decided.is_out_of_order then decided.completed_at end as completed_at,
        decided.ended_at,
        -- Nothing that time alone brings changes the outcome after this.
        {{ add_seconds('decided.started_at', 'decided.outcome_seconds') }} as outcome_known_at
    from decided
    inner join goals on decided.task_attempt_id = goals.task_attempt_id
)

select * from finished
