{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per session with an answer to a micro-prompt: did it solve, was it easy
with survey_answers as (
    select * from {{ ref('int_survey_answers') }}
    where measure in ('solved', 'easy') and session_id is not null and not is_superseded
),

survey_measures as (
    select * from {{ ref('survey_measures') }}
),

positions as (
    select
        survey_answers.session_id,
        survey_answers.thread_id,
        survey_answers.measure,
        (survey_answers.score - survey_answers.scale_min)
        / nullif(survey_answers.scale_max - survey_answers.scale_min, 0)
        >= survey_measures.favourable_from as is_yes
    from survey_answers
    inner join survey_measures on survey_answers.measure = survey_measures.measure
),

-- Of a yes and a no to the same question, the no counts.
answers as (
    select
        session_id,
        thread_id,
        bool_and(case when measure = 'solved' then is_yes end) as is_solved_by_customer,
        bool_and(case when measure = 'easy' then is_yes end) as is_easy_for_customer
    from positions
    group by session_id, thread_id
),

-- Solved but hard to follow is a problem of tone or clarity; easy to follow but not solved, one of
-- content.
diagnosed as (
    select
        session_id,
        thread_id,
        case
            when is_solved_by_customer and is_easy_for_customer then 'none'
            when is_solved_by_customer and not is_easy_for_customer then 'tone'
            when not is_solved_by_customer and is_easy_for_customer then 'content'
            when not is_solved_by_customer and not is_easy_for_customer then 'both'
        end as problem_kind,
        is_solved_by_customer,
        is_easy_for_customer
    from answers
)

select * from diagnosed
