{{ config(materialized='view') }}
-- grain: one row per session whose cost is known: its part in each metric
with contact_costs as (
    select * from {{ ref('fct_contact_costs') }}
),

records as (
    select
        session_id as record_id,
        journey_stage,
        segment,
        cost_eur,
        coalesce(customer_id, session_id) as customer_id,
        cast(started_at as date) as observed_on
    from contact_costs
),

observations as (
    {{ metric_observations('records', 'contact_costs') | indent(4) }}
)

select * from observations
