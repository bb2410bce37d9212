-- grain: one row per metric and attempt at a task that counts for it
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
    {{ metric_observations('records', [
        ('task_success_rate', one_if('is_completed'), one_if('is_due')),
        ('form_completion_rate', one_if('is_completed'), one_if('is_form_due')),
        ('task_without_backtrack_rate', one_if('backtrack_count = 0'), one_if('is_due')),
        ('form_abandonment_rate', one_if('not is_completed'), one_if('is_form_due')),
        ('checkout_abandonment_rate', one_if('not is_completed'), one_if('is_checkout_due')),
        ('path_efficiency', 'path_efficiency', one_if('path_efficiency is not null')),
        ('backtrack_rate', 'backtrack_count', 'step_count'),
        ('step_through_rate', 'completed_step_count', 'reached_step_count'),
        (
            'required_step_failure_rate',
            one_if('is_failed_at_required_step'),
            one_if('is_failed_at_required_step is not null'),
        ),
        ('task_error_rate', one_if('error_count > 0'), one_if('is_due')),
        ('checkout_error_rate', one_if('error_count > 0'), one_if('is_checkout_due')),
        ('retry_rate', one_if('retry_count > 0'), one_if('coalesce(is_completed, false)')),
        ('repeated_edit_rate', one_if('repeated_field_count > 0'), one_if('field_count > 0')),
        ('hesitation_rate', one_if('hesitation_count > 0'), one_if('is_due')),
        ('task_help_rate', one_if('help_count > 0'), one_if('is_due')),
        ('help_exit_rate', one_if('not is_completed'), one_if('help_count > 0 and is_due')),
        (
            'silent_friction_rate',
            one_if('is_silent_friction'), one_if('is_silent_friction is not null'),
        ),
    ]) | indent(4) }}
)

select * from observations
