-- grain: one row per metric and session whose cost is known
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
    {{ metric_observations('records', [
        ('cost_per_contact', 'cost_eur', one_if('cost_eur is not null')),
    ]) | indent(4) }}
)

select * from observations
