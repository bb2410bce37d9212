{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'unsettled': {
            'through': 'int_survey_answer_records', 'where': 'submitted_at > as_of_before',
        },
    },
) }}
-- grain: one row per survey answer, with the session it follows; superseded ones are marked
with told_answers as (
    select * from {{ ref('int_survey_answer_records') }}
),

answer_sessions as (
    select * from {{ ref('int_survey_answer_sessions') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

-- Closed at both ends, so that the joins need no `or`.
segment_periods as (
    select
        customer_id,
        segment,
        coalesce(valid_from, cast('0001-01-01 00:00:00' as timestamp)) as valid_from,
        coalesce(valid_to, {{ far_future() }}) as valid_until
    from {{ ref('int_customer_segment_periods') }}
),

customer_stages as (
    select
        customer_id,
        journey_stage,
        valid_from,
        coalesce(valid_to, {{ far_future() }}) as valid_until
    from {{ ref('int_customer_stages') }}
),

-- What is left out here is counted, with its reason, in int_survey_answers_left_out.
survey_answers as (
    select
        told_answers.*,
        answer_sessions.session_id
    from told_answers
    cross join as_of
    left join answer_sessions on told_answers.answer_id = answer_sessions.answer_id
    where {{ answer_fault('told_answers', 'as_of.as_of_at') | indent(4) }} is null
),

-- Who was asked what, and when: compared among themselves are only these columns.
questions as (
    select
        told_answers.answer_id,
        told_answers.customer_id,
        told_answers.source_system,
        coalesce(told_answers.measure, '') as measure_key,
        coalesce(told_answers.survey_id, '') as survey_key,
        coalesce(answer_sessions.session_id, '') as session_key,
        told_answers.submitted_at
    from {{ ref('int_survey_answer_records') }} as told_answers
    cross join as_of
    left join {{ ref('int_survey_answer_sessions') }} as answer_sessions
        on told_answers.answer_id = answer_sessions.answer_id
    where {{ answer_fault('told_answers', 'as_of.as_of_at') | indent(4) }} is null
),

-- Few questions are put to one customer twice: only these answers are sorted.
repeated_questions as (
    select
        customer_id,
        source_system,
        measure_key,
        survey_key,
        session_key
    from questions
    group by customer_id, source_system, measure_key, survey_key, session_key
    having count(*) > 1
),

followed as (
    select
        questions.answer_id,
        {{ seconds_between(
            'questions.submitted_at',
            'lead(questions.submitted_at) over ('
            ~ 'partition by questions.source_system, questions.survey_key, '
            ~ 'questions.measure_key, questions.customer_id, questions.session_key '
            ~ 'order by questions.submitted_at, questions.answer_id)'
        ) }} <= {{ metric_parameter('survey_answer_window_seconds') }} as is_superseded
    from questions
    inner join repeated_questions
        on
            questions.customer_id = repeated_questions.customer_id
            and questions.source_system = repeated_questions.source_system
            and questions.measure_key = repeated_questions.measure_key
            and questions.survey_key = repeated_questions.survey_key
            and questions.session_key = repeated_questions.session_key
),

superseded as (
    select answer_id from followed
    where is_superseded
),

placed as (
    select
        survey_answers.answer_id,
        survey_answers.response_id,
        survey_answers.source_system,
        survey_answers.survey_id,
        survey_answers.survey_name,
        survey_answers.survey_kind,
        survey_answers.thread_id,
        survey_answers.session_id,
        survey_answers.customer_id,
        survey_answers.measure,
        survey_answers.touchpoint,
        coalesce(customer_stages.journey_stage, survey_answers.told_stage) as journey_stage,
        case
            when customer_stages.journey_stage is not null then 'derived'
            when survey_answers.told_stage <> 'unknown' then 'told'
            else 'unknown'
        end as journey_stage_method,
        coalesce(survey_answers.segment, segment_periods.segment, 'unknown') as segment,
        survey_answers.language,
        survey_answers.score,
        survey_answers.scale_min,
        survey_answers.scale_max,
        survey_answers.is_solicited,
        survey_answers.is_thread_unknown,
        superseded.answer_id is not null as is_superseded,
        survey_answers.shown_at,
        survey_answers.submitted_at
    from survey_answers
    left join superseded on survey_answers.answer_id = superseded.answer_id
    left join customer_stages
        on
            survey_answers.customer_id = customer_stages.customer_id
            and survey_answers.submitted_at >= customer_stages.valid_from
            and survey_answers.submitted_at < customer_stages.valid_until
    left join segment_periods
        on
            survey_answers.customer_id = segment_periods.customer_id
            and survey_answers.submitted_at >= segment_periods.valid_from
            and survey_answers.submitted_at < segment_periods.valid_until
)

select * from placed
