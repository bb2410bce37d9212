{{ config(materialized='view') }}
-- grain: one row per due renewal: its part in each metric
with renewals as (
    select * from {{ ref('fct_renewals') }}
),

-- Counted on the last day of grace: before it a late payment may still come.
records as (
    select
        renewal_id as record_id,
        customer_id,
        journey_stage,
        segment,
        is_renewed,
        case when is_renewed is not null then has_payment_failure end as has_payment_failure,
        cast(final_at as date) as observed_on
    from renewals
),

observations as (
    {{ metric_observations('records', 'renewals') | indent(4) }}
)

select * from observations
