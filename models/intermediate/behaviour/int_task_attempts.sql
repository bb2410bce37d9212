-- grain: one row per attempt at a task: a form, a checkout, a setup
with task_events as (
    select * from {{ ref('int_task_events') }}
),

task_steps as (
    select * from {{ ref('task_steps') }}
),

task_types as (
    select * from {{ ref('task_types') }}
),

parameters as (
    select
        {{ metric_parameter('hesitation_seconds') }} as hesitation_seconds,
        {{ metric_parameter('retry_window_seconds') }} as retry_window_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

first_pages as (
    select
        task_attempt_id,
        page,
        web_session_id,
        row_number() over (
            partition by task_attempt_id order by occurred_at, event_id
        ) as event_rank
    from task_events
    where task_action is not null
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

-- One number for two customers is an error of the source: the one who did more has it.
single as (
    select
        *,
        row_number() over (
            partition by task_attempt_id order by step_count desc, first_at asc, customer_id asc
        ) as owner_rank
    from summed
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
        single.*,
        first_pages.web_session_id,
        first_pages.page as first_page,
        coalesce(single.task_name, trim(both '/' from first_pages.page), single.task_type)
            as flow_name,
        task_types.is_form,
        task_types.outcome_seconds,
        coalesce(single.start_seen_at, single.first_at) as started_at,
        single.start_seen_at is not null as is_start_seen,
        coalesce(single.completed_at < single.start_seen_at, false) as is_out_of_order
    from single
    left join task_types
        on
            single.task_type = task_types.task_type
            and {{ in_force('task_types', 'single.as_of_at') }}
    left join first_pages
        on single.task_attempt_id = first_pages.task_attempt_id and first_pages.event_rank = 1
    where single.owner_rank = 1
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

neighbours as (
    select
        *,
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
        *,
        sum(
            case
                when
                    previous_completed_at is null
                    and {{ seconds_between('previous_started_at', 'started_at') }}
                    <= retry_window_seconds
                    then 0
                else 1
            end
        ) over (
            partition by customer_id, flow_name order by started_at, task_attempt_id
            rows between unbounded preceding and current row
        ) as goal_number
    from neighbours
),

finished as (
    select
        task_attempt_id,
        web_session_id,
        source_system,
        customer_id,
        task_type,
        flow_name as task_name,
        first_page,
        cast(row_number() over (
            partition by customer_id, flow_name, goal_number order by started_at, task_attempt_id
        ) - 1 as bigint) as retry_count,
        flow_step_count,
        required_step_count,
        step_count,
        distinct_step_count,
        error_count,
        greatest(back_count, revisit_count) as backtrack_count,
        edit_count,
        field_count,
        repeated_field_count,
        click_count,
        rage_click_count,
        help_count,
        hesitation_count,
        longest_idle_seconds,
        case
            when is_start_seen and not is_out_of_order
                then {{ seconds_between('started_at', 'completed_at') }}
        end as duration_seconds,
        case
            when is_completed and step_count > 0 and required_step_count > 0
                then
                    least(
                        cast(required_step_count as double)
                        / (step_count + greatest(back_count, revisit_count)),
                        1
                    )
        end as path_efficiency,
        coalesce(is_form, false) as is_form,
        is_known_customer,
        is_start_seen,
        is_out_of_order,
        is_completed,
        started_at,
        case when not is_out_of_order then completed_at end as completed_at,
        ended_at
    from goals
)

select * from finished
