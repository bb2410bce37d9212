-- grain: one row per attempt at a task and step of it that was reached
with task_attempts as (
    select * from {{ ref('int_task_attempts') }}
),

task_events as (
    select * from {{ ref('int_task_events') }}
    where task_action is not null and step is not null
),

task_steps as (
    select * from {{ ref('task_steps') }}
),

observed as (
    select
        task_attempt_id,
        step,
        count(case when task_action = 'error' then 1 end) as error_count,
        count(case when task_action = 'edit' then 1 end) as edit_count,
        count(case when task_action = 'back' then 1 end) as back_count,
        min(case when task_action = 'step' then occurred_at end) as completed_at,
        min(occurred_at) as first_at
    from task_events
    group by task_attempt_id, step
),

progress as (
    select
        task_attempts.task_attempt_id,
        coalesce(max(task_steps.step_number), 0) as last_step_number
    from task_attempts
    inner join observed on task_attempts.task_attempt_id = observed.task_attempt_id
    inner join task_steps
        on task_attempts.task_name = task_steps.task_name and observed.step = task_steps.step
    where observed.completed_at is not null
    group by task_attempts.task_attempt_id
),

-- Who began has reached the first step, who completed a step the next one.
listed as (
    select
        task_attempts.task_attempt_id,
        task_steps.step,
        task_steps.step_number,
        task_steps.is_required
    from task_attempts
    inner join task_steps on task_attempts.task_name = task_steps.task_name
    left join progress on task_attempts.task_attempt_id = progress.task_attempt_id
    where task_steps.step_number <= coalesce(progress.last_step_number, 0) + 1
),

-- Steps that the flow does not list, and steps jumped ahead to, are known by their events alone.
known_steps as (
    select
        task_attempt_id,
        step
    from listed
    union
    select
        task_attempt_id,
        step
    from observed
),

reached as (
    select
        known_steps.task_attempt_id,
        task_attempts.customer_id,
        task_attempts.task_name,
        known_steps.step,
        task_steps.step_number,
        task_steps.is_required,
        coalesce(observed.error_count, 0) as error_count,
        coalesce(observed.edit_count, 0) as edit_count,
        coalesce(observed.back_count, 0) as back_count,
        observed.completed_at is not null as is_step_completed,
        task_attempts.is_completed,
        task_attempts.started_at,
        observed.completed_at
    from known_steps
    inner join task_attempts on known_steps.task_attempt_id = task_attempts.task_attempt_id
    left join task_steps
        on
            task_attempts.task_name = task_steps.task_name
            and known_steps.step = task_steps.step
    left join observed
        on
            known_steps.task_attempt_id = observed.task_attempt_id
            and known_steps.step = observed.step
),

paced as (
    select
        *,
        coalesce(
            lag(completed_at) over (
                partition by task_attempt_id order by completed_at nulls last, step
            ),
            started_at
        ) as begun_at,
        max(case when is_step_completed then step_number end) over (
            partition by task_attempt_id
        ) as last_completed_number,
        max(step_number) over (partition by task_attempt_id) as last_reached_number
    from reached
),

-- Where an attempt ended: the last step that was reached and not done. An optional step that was
-- passed over is no failure.
judged as (
    select
        task_attempt_id,
        customer_id,
        task_name,
        step,
        step_number,
        error_count,
        edit_count,
        back_count,
        case when is_step_completed then {{ seconds_between('begun_at', 'completed_at') }} end
            as step_seconds,
        is_required,
        is_step_completed,
        not is_step_completed and step_number < last_completed_number as is_skipped,
        case
            when is_completed is null then null
            else
                not is_completed
                and not is_step_completed
                and coalesce(step_number = last_reached_number, false)
        end as is_failing_step,
        completed_at
    from paced
)

select * from judged
