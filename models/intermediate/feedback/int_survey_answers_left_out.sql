{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='touched_keys',
    meta={
        'unsettled': {
            'through': 'int_survey_answer_records', 'where': 'submitted_at > as_of_before',
        },
    },
) }}
-- grain: one row per survey answer that cannot be counted, with the reason
with told_answers as (
    select * from {{ ref('int_survey_answer_records') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

judged as (
    select
        told_answers.answer_id,
        told_answers.response_id,
        told_answers.source_system,
        told_answers.survey_id,
        told_answers.measure,
        {{ answer_fault('told_answers', 'as_of.as_of_at') | indent(8) }} as reason,
        told_answers.score,
        told_answers.scale_min,
        told_answers.scale_max,
        told_answers.submitted_at
    from told_answers
    cross join as_of
),

left_out as (
    select * from judged
    where reason is not null
)

select * from left_out
