-- grain: one row per metric and invitation to a survey that counts for it
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
    {{ metric_observations('records', [
        ('survey_response_rate', one_if('is_answered'), one_if('is_answered is not null')),
        ('survey_overload_rate', one_if('is_over_limit'), '1'),
    ]) | indent(4) }}
)

select * from observations
