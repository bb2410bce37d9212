-- grain: one row per answered survey question
with source as (
    {{ stage_source('landing', 'survey_responses') }}
),

selected as (
    select
        response_id,
        survey_id,
        user_id,
        thread_id,
        measure,
        answer_text,
        touchpoint,
        journey_stage,
        segment,
        score,
        scale_min,
        scale_max,
        is_solicited,
        shown_at,
        submitted_at,
        synced_at
    from source
)

select * from selected
