-- grain: one row per comment
with responses as (
    select * from {{ ref('int_survey_responses__delighted') }}
    where trim(comment) <> ''
),

conformed as (
    select
        'delighted' as source_system,
        thread_source_system,
        response_id as native_text_id,
        response_id as native_response_id,
        native_thread_id,
        native_user_id,
        survey_id,
        survey_kind,
        'open_text' as text_kind,
        comment as body,
        touchpoint,
        journey_stage,
        segment,
        language,
        submitted_at
    from responses
)

select * from conformed
