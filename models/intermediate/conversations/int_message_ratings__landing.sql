-- grain: one row per rated message, rubric item and rater
with qa_reviews as (
    select * from {{ ref('stg_landing__qa_reviews') }}
),

conformed as (
    select
        'landing' as source_system,
        review_id as native_rating_id,
        message_id as native_message_id,
        thread_id as native_thread_id,
        rater_id,
        lower(rater_type) as rater_type,
        rubric_version,
        lower(item) as item,
        score,
        confidence,
        reviewed_at as rated_at
    from qa_reviews
    where message_id is not null
)

select * from conformed
