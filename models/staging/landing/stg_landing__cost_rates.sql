-- grain: one row per cost rate and period
with source as (
    {{ stage_source('landing', 'cost_rates') }}
),

selected as (
    select
        cost_rate_id,
        cost_type,
        unit,
        currency,
        amount,
        valid_from,
        valid_to,
        synced_at
    from source
)

select * from selected
