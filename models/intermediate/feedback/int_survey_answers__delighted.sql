-- grain: one row per scored response
with responses as (
    select * from {{ ref('int_survey_responses__delighted') }}
    where score is not null
),

conformed as (
    select
        'delighted' as source_system,
        thread_source_system,
        response_id as native_answer_id,
        response_id as native_response_id,
        native_thread_id,
        native_user_id,
        survey_id,
        cast(null as string) as survey_name,
        survey_kind,
        measure,
        touchpoint,
        journey_stage,
        segment,
        language,
        score,
        scale_min,
        scale_max,
        true as is_solicited,
        cast(null as timestamp) as shown_at,
        submitted_at
    from responses
)

select * from conformed
