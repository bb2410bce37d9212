{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'touched_by': {
            'int_session_versions': {
                'key': 'thread_id', 'through': 'int_survey_answers', 'column': 'thread_id',
            },
            'int_survey_response_texts': {
                'key': 'response_id', 'through': 'int_survey_answers', 'column': 'response_id',
            },
        },
    },
) }}
-- grain: one row per survey answer; no text
with survey_answers as (
    select * from {{ ref('int_survey_answers') }}
),

survey_measures as (
    select * from {{ ref('survey_measures') }}
),

session_versions as (
    select * from {{ ref('int_session_versions') }}
),

response_texts as (
    select * from {{ ref('int_survey_response_texts') }}
),

positioned as (
    select
        survey_answers.*,
        survey_measures.favourable_from,
        survey_measures.unfavourable_to,
        (survey_answers.score - survey_answers.scale_min)
        / nullif(survey_answers.scale_max - survey_answers.scale_min, 0) as scale_position
    from survey_answers
    inner join survey_measures on survey_answers.measure = survey_measures.measure
),

final as (
    select
        positioned.answer_id,
        positioned.response_id,
        positioned.source_system,
        positioned.survey_id,
        positioned.survey_kind,
        positioned.session_id,
        positioned.customer_id,
        positioned.measure,
        positioned.touchpoint,
        positioned.journey_stage,
        positioned.segment,
        positioned.language,
        session_versions.model_version,
        session_versions.prompt_version,
        response_texts.theme,
        positioned.score,
        positioned.scale_min,
        positioned.scale_max,
        positioned.scale_position,
        response_texts.sentiment_score,
        {{ seconds_between('positioned.shown_at', 'positioned.submitted_at') }} as answer_seconds,
        positioned.scale_position >= positioned.favourable_from as is_favourable,
        positioned.scale_position <= positioned.unfavourable_to as is_unfavourable,
        positioned.is_solicited,
        positioned.is_superseded,
        positioned.shown_at,
        positioned.submitted_at
    from positioned
    left join session_versions on positioned.session_id = session_versions.session_id
    left join response_texts on positioned.response_id = response_texts.response_id
)

select * from final
