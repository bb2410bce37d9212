-- grain: one row per metric and lead that counts for it
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
    {{ metric_observations('records', [
        (
            'qualified_lead_rate', one_if('is_qualified'), one_if('is_qualified is not null'),
        ),
    ]) | indent(4) }}
)

select * from observations
