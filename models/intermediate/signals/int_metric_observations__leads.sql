{{ config(materialized='view') }}
-- grain: one row per lead: its part in each metric
with leads as (
    select * from {{ ref('fct_leads') }}
),

records as (
    select
        customer_id as record_id,
        customer_id,
        journey_stage,
        segment,
        is_qualified,
        cast(lead_at as date) as observed_on
    from leads
),

observations as (
    {{ metric_observations('records', 'leads') | indent(4) }}
)

select * from observations
