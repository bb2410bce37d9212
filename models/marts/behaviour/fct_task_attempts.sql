{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'touched_by': {'int_task_types': {
            'key': 'task_type', 'through': 'int_task_attempts', 'column': 'task_type',
        }},
        'unsettled': {
            'where': 'is_completed and is_known_customer and completed_at >= settling_since',
        },
    },
) }}
-- grain: one row per attempt at a task: a form, a checkout, a setup
with task_attempts as (
    select * from {{ ref('int_task_attempts') }}
),

task_steps as (
    select * from {{ ref('int_task_steps') }}
),

task_types as (
    select * from {{ ref('int_task_types') }}
),

event_types as (
    select * from {{ ref('event_types') }}
),

support_contacts as (
    select * from {{ ref('int_support_contacts') }}
),

survey_answers as (
    select * from {{ ref('int_survey_answers') }}
    where measure = 'confidence' and not is_superseded
),

survey_measures as (
    select * from {{ ref('survey_measures') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

parameters as (
    select
        {{ metric_parameter('silent_friction_window_seconds') }} as silent_window_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

-- A contact, or an answer that is not confident, tells that a completed task left doubts.
doubts as (
    select
        customer_id,
        contacted_at as doubted_at,
        true as is_contact
    from support_contacts
    union all
    select
        survey_answers.customer_id,
        survey_answers.submitted_at as doubted_at,
        false as is_contact
    from survey_answers
    inner join survey_measures on survey_answers.measure = survey_measures.measure
    where
        survey_answers.customer_id is not null
        and (survey_answers.score - survey_answers.scale_min)
        / nullif(survey_answers.scale_max - survey_answers.scale_min, 0)
        < survey_measures.favourable_from
),

completions as (
    select
        task_attempt_id,
        customer_id,
        completed_at
    from {{ ref('int_task_attempts') }}
    where completed_at is not null
),

doubted as (
    select
        completions.task_attempt_id,
        count(case when doubts.is_contact then 1 end) as contact_count,
        count(*) as doubt_count
    from completions
    cross join parameters
    inner join doubts
        on
            completions.customer_id = doubts.customer_id
            and completions.completed_at < doubts.doubted_at
    where
        {{ seconds_between('completions.completed_at', 'doubts.doubted_at') }}
        <= parameters.silent_window_seconds
    group by completions.task_attempt_id
),

steps_summed as (
    select
        task_attempt_id,
        count(*) as reached_step_count,
        count(case when is_step_completed then 1 end) as completed_step_count,
        max(case when is_failing_step then step end) as failing_step,
        count(case when is_failing_step and is_required then 1 end) > 0
            as is_failed_at_required_step
    from task_steps
    group by task_attempt_id
),

high_intent_types as (
    select distinct task_type from event_types
    where is_high_intent and task_type is not null
),

described as (
    select
        task_attempts.task_attempt_id,
        task_attempts.web_session_id,
        task_attempts.source_system,
        task_attempts.customer_id,
        task_attempts.task_type,
        task_attempts.task_name,
        steps_summed.failing_step,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        task_attempts.retry_count,
        task_attempts.flow_step_count,
        task_attempts.required_step_count,
        task_attempts.step_count,
        coalesce(steps_summed.reached_step_count, 0) as reached_step_count,
        coalesce(steps_summed.completed_step_count, 0) as completed_step_count,
        task_attempts.error_count,
        task_attempts.backtrack_count,
        task_attempts.edit_count,
        task_attempts.field_count,
        task_attempts.repeated_field_count,
        task_attempts.click_count,
        task_attempts.rage_click_count,
        task_attempts.help_count,
        task_attempts.hesitation_count,
        task_attempts.longest_idle_seconds,
        task_attempts.duration_seconds,
        task_attempts.path_efficiency,
        task_types.value_per_completion,
        task_attempts.is_form,
        high_intent_types.task_type is not null as is_high_intent,
        task_attempts.is_known_customer,
        task_attempts.is_start_seen,
        task_attempts.is_out_of_order,
        task_attempts.is_completed,
        case
            when task_attempts.is_completed is not null and steps_summed.task_attempt_id is not null
                then steps_summed.is_failed_at_required_step
        end as is_failed_at_required_step,
        case
            when
                task_attempts.is_completed
                and task_attempts.is_known_customer
                and {{ seconds_between('task_attempts.completed_at', 'parameters.as_of_at') }}
                >= parameters.silent_window_seconds
                then doubted.doubt_count is not null
        end as is_silent_friction,
        task_attempts.started_at,
        task_attempts.completed_at,
        task_attempts.ended_at
    from task_attempts
    cross join parameters
    left join task_types on task_attempts.task_type = task_types.task_type
    left join high_intent_types on task_attempts.task_type = high_intent_types.task_type
    left join steps_summed on task_attempts.task_attempt_id = steps_summed.task_attempt_id
    left join doubted on task_attempts.task_attempt_id = doubted.task_attempt_id
    left join customer_stages on {{ stage_in_force('task_attempts', 'started_at') | indent(8) }}
    left join customer_segments on task_attempts.customer_id = customer_segments.customer_id
)

select * from described
