{{ config(materialized='view') }}
-- grain: one row per survey text: its part in each metric
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
    {{ metric_observations('records', 'survey_texts') | indent(4) }}
)

select * from observations
