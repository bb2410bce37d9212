{{ config(materialized='view') }}
-- grain: one row per invitation to a survey: its part in each metric
with invitations as (
    select * from {{ ref('fct_survey_invitations') }}
),

records as (
    select
        invitation_id as record_id,
        customer_id,
        journey_stage,
        segment,
        is_answered,
        is_over_limit,
        cast(shown_at as date) as observed_on
    from invitations
),

observations as (
    {{ metric_observations('records', 'survey_invitations') | indent(4) }}
)

select * from observations
