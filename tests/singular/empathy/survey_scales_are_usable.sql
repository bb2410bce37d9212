-- Rows: answers whose measure has no favourable end or whose score is not on its own scale.
with answers as (
    select * from {{ ref('int_survey_answers') }}
),

measures as (
    select * from {{ ref('survey_measures') }}
)

select
    answers.answer_id,
    answers.measure,
    answers.score,
    answers.scale_min,
    answers.scale_max
from answers
left join measures on answers.measure = measures.measure
where
    measures.measure is null
    or not coalesce(
        answers.scale_min < answers.scale_max
        and answers.score between answers.scale_min and answers.scale_max, false
    )
