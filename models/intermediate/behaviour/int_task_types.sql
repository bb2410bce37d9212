{{ config(unique_key='task_type', incremental_strategy='whole_table') }}
-- grain: one row per kind of task, with what is in force for it at the as-of moment
with task_types as (
    select * from {{ ref('task_types') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

current_types as (
    select
        task_types.task_type,
        task_types.is_form,
        task_types.outcome_seconds,
        task_types.value_per_completion
    from task_types
    cross join as_of
    where {{ in_force('task_types', 'as_of.as_of_at') }}
)

select * from current_types
