-- grain: one row per written answer or coded reason
with question_answers as (
    select * from {{ ref('int_survey_question_answers__qualtrics') }}
    where answer_kind in ('open_text', 'exit_reason')
),

conformed as (
    select
        'qualtrics' as source_system,
        thread_source_system,
        native_answer_id as native_text_id,
        response_id as native_response_id,
        native_thread_id,
        native_user_id,
        survey_id,
        survey_kind,
        answer_kind as text_kind,
        case when answer_kind = 'exit_reason' then option_text else answer_text end as body,
        touchpoint,
        journey_stage,
        segment,
        language,
        submitted_at
    from question_answers
)

select * from conformed
