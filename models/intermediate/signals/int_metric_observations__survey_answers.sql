-- grain: one row per metric and survey answer that counts for it
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
    {{ metric_observations('records', [
        ('csat_rate', one_if('is_favourable'), one_if("measure = 'csat'")),
        (
            'nps',
            one_if('is_favourable') ~ ' - ' ~ one_if('is_unfavourable'), one_if("measure = 'nps'"),
        ),
        ('customer_effort_rate', one_if('is_favourable'), one_if("measure = 'ces'")),
        ('confidence_rate', one_if('is_favourable'), one_if("measure = 'confidence'")),
        ('solved_rate', one_if('is_favourable'), one_if("measure = 'solved'")),
        ('easy_to_follow_rate', one_if('is_favourable'), one_if("measure = 'easy'")),
        ('felt_understood_rate', one_if('is_favourable'), one_if("measure = 'felt_understood'")),
        ('trust_rate', one_if('is_favourable'), one_if("measure = 'trust'")),
        ('relevance_rate', one_if('is_favourable'), one_if("measure = 'relevance'")),
        ('competence_rate', one_if('is_favourable'), one_if("measure = 'competence'")),
        ('csat_mean', 'position_score', one_if("measure = 'csat' and scale_length > 1")),
        ('customer_effort_mean', 'position_score', one_if("measure = 'ces'")),
    ]) | indent(4) }}
)

select * from observations
