{{ config(
    materialized=incremental_or_table(),
    unique_key=[],
    incremental_strategy='whole_table',
) }}
-- grain: one row per currency and period [valid_from, valid_until) of its rate into euros
with exchange_rates as (
    select * from {{ ref('exchange_rates') }}
),

rates as (
    select
        currency,
        units_per_euro,
        cast(valid_from as timestamp) as valid_from,
        coalesce(cast(valid_to as timestamp), {{ far_future() }}) as valid_until
    from exchange_rates
)

select * from rates
