-- grain: one row per rubric item, rated case and rater
with source as (
    {{ stage_source('landing', 'qa_reviews') }}
),

selected as (
    select
        review_id,
        thread_id,
        message_id,
        rater_id,
        rater_type,
        rubric_version,
        item,
        score,
        confidence,
        reviewed_at,
        synced_at
    from source
)

select * from selected
