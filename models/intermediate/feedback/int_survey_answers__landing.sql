-- grain: one row per landed survey answer
with survey_responses as (
    select * from {{ ref('stg_landing__survey_responses') }}
),

conformed as (
    select
        'landing' as source_system,
        cast(null as string) as thread_source_system,
        response_id as native_answer_id,
        thread_id as native_thread_id,
        user_id as native_user_id,
        survey_id,
        lower(measure) as measure,
        touchpoint,
        journey_stage,
        segment,
        score,
        scale_min,
        scale_max,
        coalesce(is_solicited, true) as is_solicited,
        submitted_at
    from survey_responses
)

select * from conformed
