{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per thread with a satisfaction answer: the first, the latest and how they differ
with answers as (
    select * from {{ ref('int_survey_answers') }}
    where measure = 'csat' and thread_id is not null
),

measures as (
    select * from {{ ref('survey_measures') }}
),

ranked as (
    select
        answers.thread_id,
        answers.score,
        (answers.score - answers.scale_min)
        / nullif(answers.scale_max - answers.scale_min, 0)
        >= measures.favourable_from as is_favourable,
        row_number() over (
            partition by answers.thread_id order by answers.submitted_at, answers.answer_id
        ) as answer_seq,
        count(*) over (partition by answers.thread_id) as answer_count
    from answers
    inner join measures on answers.measure = measures.measure
    where answers.score is not null
),

ends as (
    select
        thread_id,
        max(answer_count) as csat_answer_count,
        max(case when answer_seq = 1 then score end) as csat_first_score,
        max(case when answer_seq = answer_count then score end) as csat_score,
        bool_or(answer_seq = 1 and is_favourable) as was_favourable,
        bool_or(answer_seq = answer_count and is_favourable) as is_favourable
    from ranked
    group by thread_id
),

judged as (
    select
        thread_id,
        csat_answer_count,
        csat_first_score,
        csat_score,
        was_favourable and not is_favourable as is_csat_good_to_bad,
        is_favourable and not was_favourable as is_csat_bad_to_good
    from ends
)

select * from judged
