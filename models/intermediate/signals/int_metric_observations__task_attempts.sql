{{ config(materialized='view') }}
-- grain: one row per attempt at a task: its part in each metric
with task_attempts as (
    select * from {{ ref('fct_task_attempts') }}
),

records as (
    select
        task_attempt_id as record_id,
        customer_id,
        journey_stage,
        segment,
        step_count,
        reached_step_count,
        completed_step_count,
        backtrack_count,
        error_count,
        retry_count,
        field_count,
        repeated_field_count,
        hesitation_count,
        help_count,
        path_efficiency,
        is_completed,
        is_failed_at_required_step,
        is_silent_friction,
        is_completed is not null as is_due,
        is_form and is_completed is not null as is_form_due,
        task_type = 'checkout' and is_completed is not null as is_checkout_due,
        cast(started_at as date) as observed_on
    from task_attempts
),

observations as (
    {{ metric_observations('records', 'task_attempts') | indent(4) }}
)

select * from observations
