{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per survey text and theme that it touches
with survey_themes as (
    select * from {{ ref('int_survey_themes') }}
),

survey_texts as (
    select * from {{ ref('int_survey_texts') }}
),

final as (
    select
        survey_themes.text_id,
        survey_texts.response_id,
        survey_texts.source_system,
        survey_texts.customer_id,
        survey_texts.text_kind,
        survey_texts.journey_stage,
        survey_texts.segment,
        survey_themes.theme,
        case
            when survey_themes.is_praise and survey_themes.is_complaint then 'mixed'
            when survey_themes.is_praise then 'positive'
            when survey_themes.is_complaint then 'negative'
            else 'neutral'
        end as polarity,
        'lexicon' as coder,
        survey_themes.lexicon_version,
        survey_texts.sentiment_score,
        survey_texts.submitted_at
    from survey_themes
    inner join survey_texts on survey_themes.text_id = survey_texts.text_id
)

select * from final
