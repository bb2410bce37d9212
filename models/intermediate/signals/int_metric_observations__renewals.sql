-- grain: one row per metric and due renewal that counts for it
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
    {{ metric_observations('records', [
        ('renewal_rate', one_if('is_renewed'), one_if('is_renewed is not null')),
        (
            'renewal_payment_failure_rate',
            one_if('has_payment_failure'), one_if('has_payment_failure is not null'),
        ),
    ]) | indent(4) }}
)

select * from observations
