{{ config(
    materialized=incremental_or_table(),
    unique_key='cost_rate_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_cost_rate_id', 'cost_type', 'currency', 'amount', 'valid_from',
    'valid_to',
] -%}
-- grain: one row per cost rate and period [valid_from, valid_until)
with cost_rates as (
    {{ union_adapters('cost_rates', columns) }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates') }}
),

converted as (
    select
        {{ key_of(['cost_rates.source_system', 'cost_rates.native_cost_rate_id']) }}
            as cost_rate_id,
        cost_rates.source_system,
        cost_rates.cost_type,
        cost_rates.currency,
        cost_rates.amount,
        cost_rates.amount / exchange_rates.units_per_euro as amount_eur,
        cost_rates.valid_from,
        coalesce(cost_rates.valid_to, {{ far_future() }}) as valid_until
    from cost_rates
    left join exchange_rates
        on
            cost_rates.currency = exchange_rates.currency
            and cost_rates.valid_from >= exchange_rates.valid_from
            and cost_rates.valid_from < exchange_rates.valid_until
)

select * from converted
