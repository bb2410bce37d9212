-- grain: one row per landed cost rate and period
with cost_rates as (
    select * from {{ ref('stg_landing__cost_rates') }}
),

conformed as (
    select
        'landing' as source_system,
        cost_rate_id as native_cost_rate_id,
        lower(cost_type) as cost_type,
        upper(trim(currency)) as currency,
        cast(amount as double) as amount,
        valid_from,
        valid_to
    from cost_rates
)

select * from conformed
