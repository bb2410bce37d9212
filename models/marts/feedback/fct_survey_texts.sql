{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per written answer or coded reason of a survey; no text
with survey_texts as (
    select * from {{ ref('int_survey_texts') }}
),

final as (
    select
        text_id,
        response_id,
        source_system,
        survey_id,
        session_id,
        customer_id,
        survey_kind,
        text_kind,
        touchpoint,
        journey_stage,
        segment,
        language,
        word_count,
        cast(positive_count as bigint) as positive_count,
        cast(negative_count as bigint) as negative_count,
        sentiment_score,
        sentiment_score > 0 as is_positive,
        submitted_at
    from survey_texts
)

select * from final
