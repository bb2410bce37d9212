{{ config(materialized='view') }}
-- grain: one row per survey answer: its part in each metric
with answers as (
    select * from {{ ref('int_survey_answers') }}
    where not is_superseded
),

measures as (
    select * from {{ ref('survey_measures') }}
),

-- Scales differ between tools; where an answer lies between the ends of its own scale does not.
positions as (
    select
        answers.answer_id as record_id,
        answers.measure,
        answers.journey_stage,
        answers.segment,
        measures.favourable_from,
        measures.unfavourable_to,
        answers.scale_max - answers.scale_min as scale_length,
        (answers.score - answers.scale_min)
        / nullif(answers.scale_max - answers.scale_min, 0) as scale_position,
        coalesce(answers.customer_id, answers.answer_id) as customer_id,
        cast(answers.submitted_at as date) as observed_on
    from answers
    inner join measures on answers.measure = measures.measure
),

records as (
    select
        record_id,
        measure,
        journey_stage,
        segment,
        customer_id,
        observed_on,
        100 * scale_position as position_score,
        scale_length,
        scale_position >= favourable_from as is_favourable,
        scale_position <= unfavourable_to as is_unfavourable
    from positions
),

observations as (
    {{ metric_observations('records', 'survey_answers') | indent(4) }}
)

select * from observations
