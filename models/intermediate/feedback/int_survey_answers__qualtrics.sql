-- grain: one row per scored answer
with question_answers as (
    select * from {{ ref('int_survey_question_answers__qualtrics') }}
    where answer_kind = 'score'
),

conformed as (
    select
        'qualtrics' as source_system,
        thread_source_system,
        native_answer_id,
        response_id as native_response_id,
        native_thread_id,
        native_user_id,
        survey_id,
        survey_name,
        survey_kind,
        measure,
        touchpoint,
        journey_stage,
        segment,
        language,
        case
            when is_reversed then scale_min + scale_max - answer_number
            else answer_number
        end as score,
        scale_min,
        scale_max,
        is_solicited,
        shown_at,
        submitted_at
    from question_answers
)

select * from conformed
