-- grain: one row per step of a flow and journey stage: what to mend first
with task_steps as (
    select * from {{ ref('fct_task_steps') }}
),

task_attempts as (
    select * from {{ ref('fct_task_attempts') }}
),

parameters as (
    select {{ metric_parameter('friction_min_attempts') }} as min_attempts
),

judged_steps as (
    select
        task_steps.*,
        task_attempts.value_per_completion
    from task_steps
    inner join task_attempts on task_steps.task_attempt_id = task_attempts.task_attempt_id
    where task_attempts.is_completed is not null
),

counted as (
    select
        task_type,
        task_name,
        step,
        coalesce(journey_stage, 'all') as journey_stage,
        max(step_number) as step_number,
        count(*) as reached_count,
        count(case when is_failing_step then 1 end) as abandoned_count,
        count(case when error_count > 0 then 1 end) as error_attempt_count,
        count(case when back_count > 0 then 1 end) as backtrack_attempt_count,
        max(value_per_completion) as value_per_completion,
        max(case when is_high_intent_step then 1 else 0 end) = 1 as is_high_intent_step,
        max(case when is_required then 1 else 0 end) = 1 as is_required
    from judged_steps
    group by task_type, task_name, step, cube(journey_stage)
),

-- Few attempts give a rate by chance: they are shown without one and are not ranked.
rated as (
    select
        counted.*,
        counted.reached_count < parameters.min_attempts as is_suppressed,
        case
            when counted.reached_count >= parameters.min_attempts
                then cast(counted.abandoned_count as double) / counted.reached_count
        end as abandonment_rate
    from counted
    cross join parameters
),

-- Volume times value times abandonment: what is lost at the step.
valued as (
    select
        task_type,
        task_name,
        step,
        journey_stage,
        step_number,
        reached_count,
        abandoned_count,
        error_attempt_count,
        backtrack_attempt_count,
        abandonment_rate,
        value_per_completion,
        reached_count * value_per_completion * abandonment_rate as friction_priority_score,
        is_required,
        is_high_intent_step,
        is_suppressed
    from rated
),

ranked as (
    select
        task_type,
        task_name,
        step,
        journey_stage,
        step_number,
        reached_count,
        abandoned_count,
        error_attempt_count,
        backtrack_attempt_count,
        abandonment_rate,
        value_per_completion,
        friction_priority_score,
        case
            when friction_priority_score is not null
                then
                    cast(row_number() over (
                        partition by journey_stage
                        order by friction_priority_score desc nulls last, task_name asc, step asc
                    ) as bigint)
        end as priority_rank,
        is_required,
        is_high_intent_step,
        is_suppressed
    from valued
)

select * from ranked
