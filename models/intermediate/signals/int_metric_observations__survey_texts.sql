-- grain: one row per metric and survey text that counts for it
with texts as (
    select * from {{ ref('fct_survey_texts') }}
    where text_kind = 'open_text'
),

records as (
    select
        text_id as record_id,
        customer_id,
        journey_stage,
        segment,
        is_positive,
        cast(submitted_at as date) as observed_on
    from texts
),

observations as (
    {{ metric_observations('records', [
        ('positive_open_text_rate', one_if('is_positive'), one_if('is_positive is not null')),
    ]) | indent(4) }}
)

select * from observations
