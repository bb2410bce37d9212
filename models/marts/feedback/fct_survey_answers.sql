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

survey_texts as (
    select * from {{ ref('fct_survey_texts') }}
),

survey_themes as (
    select * from {{ ref('fct_survey_themes') }}
),

-- What was written in the same response, whichever question it was written under.
response_texts as (
    select
        response_id,
        {{ exact_sum('sentiment_score') }} / count(sentiment_score) as sentiment_score
    from survey_texts
    where response_id is not null and text_kind = 'open_text'
    group by response_id
),

ranked_themes as (
    select
        response_id,
        theme,
        row_number() over (
            partition by response_id
            order by
                case
                    when polarity = 'positive' and sentiment_score > 0 then 0
                    when polarity = 'negative' and sentiment_score < 0 then 0
                    else 1
                end,
                case when theme = 'overall' then 1 else 0 end,
                theme
        ) as theme_rank
    from survey_themes
    where response_id is not null
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
        ranked_themes.theme,
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
    left join ranked_themes
        on positioned.response_id = ranked_themes.response_id and ranked_themes.theme_rank = 1
)

select * from final
