{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per session with a satisfaction answer: the last one that counts, on its own scale
with survey_answers as (
    select * from {{ ref('int_survey_answers') }}
    where measure = 'csat' and session_id is not null and not is_superseded
),

ranked as (
    select
        session_id,
        thread_id,
        score,
        scale_min,
        scale_max,
        row_number() over (partition by session_id order by submitted_at desc, answer_id desc)
            as rank_from_end
    from survey_answers
),

latest as (
    select
        session_id,
        thread_id,
        score as csat_score,
        scale_min as csat_scale_min,
        scale_max as csat_scale_max
    from ranked
    where rank_from_end = 1
)

select * from latest
