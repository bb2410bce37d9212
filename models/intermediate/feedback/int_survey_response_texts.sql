{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per response in which something was written: its mood and its leading theme
with survey_texts as (
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
    where text_kind = 'open_text'
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
),

written as (
    select distinct response_id from survey_texts
),

final as (
    select
        written.response_id,
        response_texts.sentiment_score,
        ranked_themes.theme
    from written
    left join response_texts on written.response_id = response_texts.response_id
    left join ranked_themes
        on written.response_id = ranked_themes.response_id and ranked_themes.theme_rank = 1
)

select * from final
