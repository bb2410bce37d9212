{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per attempt at a task and step of it that was reached
with task_steps as (
    select * from {{ ref('int_task_steps') }}
),

task_attempts as (
    select * from {{ ref('fct_task_attempts') }}
),

described as (
    select
        md5(task_steps.task_attempt_id || '|' || task_steps.step) as task_step_id,
        task_steps.task_attempt_id,
        task_attempts.source_system,
        task_attempts.customer_id,
        task_attempts.task_type,
        task_steps.task_name,
        task_steps.step,
        task_attempts.journey_stage,
        task_attempts.segment,
        task_steps.step_number,
        task_steps.error_count,
        task_steps.edit_count,
        task_steps.back_count,
        task_steps.step_seconds,
        task_steps.is_required,
        task_attempts.is_high_intent as is_high_intent_step,
        task_steps.is_step_completed,
        task_steps.is_skipped,
        task_steps.is_failing_step,
        task_attempts.started_at,
        task_steps.completed_at
    from task_steps
    inner join task_attempts on task_steps.task_attempt_id = task_attempts.task_attempt_id
)

select * from described
