{{ config(materialized='view') }}
-- grain: one row per case: its part in each metric
with cases as (
    select * from {{ ref('fct_cases') }}
),

parameters as (
    select
        {{ metric_parameter('resolution_maturity_seconds') }} as resolution_maturity_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

records as (
    select
        cases.case_id as record_id,
        cases.journey_stage,
        cases.segment,
        cases.contact_count,
        cases.is_resolved,
        cases.is_recurring_issue,
        cases.contact_count > 0
        and {{ seconds_between('cases.last_message_at', 'parameters.as_of_at') }}
        >= parameters.resolution_maturity_seconds as is_outcome_mature,
        coalesce(cases.customer_id, cases.case_id) as customer_id,
        cast(cases.created_at as date) as observed_on
    from cases
    cross join parameters
),

observations as (
    {{ metric_observations('records', 'cases') | indent(4) }}
)

select * from observations
